using Concord.Evaluation;
using Concord.Learning.Training;

namespace Concord.Experiments.Tests.Benchmark;

/// <summary>Counts steps, and does something before a note.</summary>
internal sealed class Observer : ITrainingObserver
{
    public int Steps { get; init; } = int.MaxValue;

    public CancellationTokenSource? Source { get; init; }

    public string? Before { get; init; }

    public Action? Do { get; init; }

    public int Taken { get; private set; }

    public void Note(string message)
    {
        if (Before is not null && message.StartsWith(Before, StringComparison.Ordinal))
            Do!();
    }

    public void Progressed(string what, double part)
    {
        if (Steps == 0 && part > 0.3)
            Source?.Cancel();
    }

    public void Stepped(long step, long steps, double loss, double stepsPerSecond)
    {
        if (++Taken == Steps)
            Source?.Cancel();
    }

    public void Validated(long step, IReadOnlyList<ScoreSummary> scores) { }
}
