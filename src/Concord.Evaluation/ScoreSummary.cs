using Concord.Evaluation.Statistics;

namespace Concord.Evaluation;

/// <summary>A metric of a structure over subjects.</summary>
/// <param name="Structure">The class.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Count">Subjects where it is defined.</param>
/// <param name="Undefined">Subjects where it isn't; they are in no average.</param>
/// <param name="Mean">The mean over the defined ones; null if there are none.</param>
/// <param name="Deviation">The sample standard deviation; null for fewer than two.</param>
public sealed record ScoreSummary(
    string Structure,
    string Metric,
    int Count,
    int Undefined,
    double? Mean,
    double? Deviation
)
{
    /// <summary>Summaries of all structures and metrics, in the order in which they first appear.</summary>
    public static IReadOnlyList<ScoreSummary> Of(IEnumerable<Score> scores) =>
        [
            .. scores
                .GroupBy(s => (s.Structure, s.Metric))
                .Select(g => Of(g.Key.Structure, g.Key.Metric, [.. g.Select(s => s.Value)])),
        ];

    private static ScoreSummary Of(string structure, string metric, IReadOnlyList<double?> values)
    {
        var defined = values.OfType<double>().ToList();
        var (mean, deviation) = SampleMean.Of(defined);
        return new(structure, metric, defined.Count, values.Count - defined.Count, mean, deviation);
    }
}
