using Concord.Evaluation.Statistics;

namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>What a method reached on a structure, over the test subjects.</summary>
/// <param name="Count">Subjects for which the metric is defined with every seed or some.</param>
/// <param name="Values">Subjects and seeds for which it is defined.</param>
/// <param name="All">Subjects and seeds that were measured.</param>
/// <param name="Undefined">Subjects for which it never is; they are in no average.</param>
/// <param name="Mean">Over subjects, each being the mean over its seeds; null if there are none.</param>
/// <param name="Deviation">The sample standard deviation over subjects; null for fewer than two.</param>
/// <param name="Median">Over subjects.</param>
/// <param name="Seeds">The mean over subjects of each seed by itself, by ascending seed.</param>
public sealed record StructureResult(
    int Count,
    int Values,
    int All,
    int Undefined,
    double? Mean,
    double? Deviation,
    double? Median,
    IReadOnlyList<(ulong Seed, double? Mean)> Seeds
)
{
    /// <summary>Summarises the rows of one method, structure and metric.</summary>
    public static StructureResult Of(IReadOnlyCollection<ResultRow> rows)
    {
        var all = rows.Select(r => r.Subject).Distinct(StringComparer.Ordinal).Count();
        var values = BySubject(rows).Values.ToList();
        var (mean, deviation) = SampleMean.Of(values);
        var seeds = rows.GroupBy(r => r.Seed).OrderBy(g => g.Key).Select(g => (g.Key, Average(g.Select(r => r.Value))));
        var defined = rows.Count(r => r.Value is not null);
        return new(
            values.Count,
            defined,
            rows.Count,
            all - values.Count,
            mean,
            deviation,
            Percentiles.Of(values, 0.5),
            [.. seeds]
        );
    }

    /// <summary>The mean over seeds of each subject where it is defined.</summary>
    public static IReadOnlyDictionary<string, double> BySubject(IEnumerable<ResultRow> rows) =>
        rows.GroupBy(r => r.Subject, StringComparer.Ordinal)
            .Select(g => (Subject: g.Key, Mean: Average(g.Select(r => r.Value))))
            .Where(s => s.Mean is not null)
            .ToDictionary(s => s.Subject, s => s.Mean!.Value, StringComparer.Ordinal);

    private static double? Average(IEnumerable<double?> values) => SampleMean.Of([.. values.OfType<double>()]).Mean;
}
