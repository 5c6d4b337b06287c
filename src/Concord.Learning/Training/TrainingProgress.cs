using System.Text.Json;

namespace Concord.Learning.Training;

/// <summary>How far a run has come, from its files.</summary>
public static class TrainingProgress
{
    /// <summary>The steps that it has taken by its last checkpoint; 0 without one.</summary>
    public static long StepsOf(RunFolder run) => TrainingState.StepsOf(run);

    /// <summary>
    /// Whether a run has taken so many steps, and its validation subjects, if it has any, are measured after the last.
    /// </summary>
    internal static bool IsDone(RunFolder run, long steps) =>
        StepsOf(run) == steps
        && (
            !RunSplit.Read(run).HasValidation
            || ValidationRow.Read(run).Any(r => r.Step == steps && r.Metric != ValidationRow.LossMetric)
        );

    /// <summary>The loss on validation patches by step; empty where none was measured.</summary>
    public static IReadOnlyList<(long Step, double Loss)> ValidationLossOf(RunFolder run) =>
        [
            .. ValidationRow
                .Read(run)
                .Where(r => r is { Metric: ValidationRow.LossMetric, Value: not null })
                .Select(r => (r.Step, r.Value!.Value)),
        ];

    /// <summary>
    /// The seconds from its first step to its last, over all sittings: what was repeated after an interruption counts once. 0
    /// if its log was lost.
    /// </summary>
    public static double SecondsOf(RunFolder run)
    {
        if (!File.Exists(run.Log) || File.ReadLines(run.Log).LastOrDefault() is not { } last)
            return 0;
        using var json = JsonDocument.Parse(last);
        return json.RootElement.GetProperty("seconds").GetDouble();
    }
}
