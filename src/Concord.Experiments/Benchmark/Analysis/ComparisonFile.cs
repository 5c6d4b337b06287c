using System.Globalization;
using Concord.Evaluation;
using Concord.Imaging;

namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>ACE, and each control that was trained, against every other strategy by every measure, for programs.</summary>
internal static class ComparisonFile
{
    private static readonly string[] Columns =
    [
        "metric",
        "reference",
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

    private static readonly string[] References =
    [
        MethodCatalog.Reference,
        MethodCatalog.LongReference,
        MethodCatalog.Ceiling,
    ];

    /// <summary>Writes it; the strategies and structures of a metric and a reference are one family.</summary>
    public static void Write(string path, IReadOnlyList<ResultRow> rows)
    {
        var lines =
            from metric in rows.Select(r => r.Metric).Distinct(StringComparer.Ordinal)
            let own = rows.Where(r => r.Metric == metric).ToList()
            from reference in References
            from c in PairedComparison.AgainstOthers(own, reference)
            select new object?[]
            {
                metric,
                reference,
                c.Method,
                c.Structure,
                c.Test.Count,
                c.Seeds.Count,
                c.Difference?.Mean,
                c.Difference?.Low,
                c.Difference?.High,
                Exact(c.Test.P),
                Exact(c.Adjusted),
                c.Delta,
            };
        AtomicFile.WriteText(path, CsvTable.ToText(Columns, lines));
    }

    // Six decimals would make a small one 0.
    private static string? Exact(double? p) => p?.ToString("G6", CultureInfo.InvariantCulture);
}
