using Concord.Evaluation;
using Concord.Imaging;

namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>ACE against each other strategy by every measure, for programs.</summary>
internal static class ComparisonFile
{
    private static readonly string[] Columns =
    [
        "metric",
        "strategy",
        "structure",
        "subjects",
        "seeds",
        "difference",
        "low",
        "high",
        "p",
        "p_holm",
        "cliffs_delta",
    ];

    /// <summary>Writes it; the strategies and structures of a metric are one family.</summary>
    public static void Write(string path, IReadOnlyList<ResultRow> rows)
    {
        var lines =
            from metric in rows.Select(r => r.Metric).Distinct(StringComparer.Ordinal)
            from c in PairedComparison.OfRivals(rows.Where(r => r.Metric == metric))
            select new object?[]
            {
                metric,
                c.Method,
                c.Structure,
                c.Test.Count,
                c.Seeds.Count,
                c.Difference?.Mean,
                c.Difference?.Low,
                c.Difference?.High,
                c.Test.P,
                c.Adjusted,
                c.Delta,
            };
        AtomicFile.WriteText(path, CsvTable.ToText(Columns, lines));
    }
}
