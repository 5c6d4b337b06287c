using Concord.Evaluation;
using Concord.Imaging;

namespace Concord.Experiments;

/// <summary>One line of <c>results.csv</c>.</summary>
/// <param name="Scenario">The comparison.</param>
/// <param name="Strategy">How the network was trained.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Subject">Whose scan.</param>
/// <param name="Structure">The class.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The value; null where the metric is undefined.</param>
public sealed record ResultRow(
    string Scenario,
    string Strategy,
    ulong Seed,
    string Subject,
    string Structure,
    string Metric,
    double? Value
)
{
    private static readonly string[] Columns =
    [
        "scenario",
        "strategy",
        "seed",
        "subject",
        "structure",
        "metric",
        "value",
    ];

    /// <summary>Writes rows as CSV with the columns scenario,strategy,seed,subject,structure,metric,value.</summary>
    public static void Write(string path, IEnumerable<ResultRow> rows) =>
        AtomicFile.WriteText(
            path,
            CsvTable.ToText(
                Columns,
                rows.Select(r =>
                    new object?[] { r.Scenario, r.Strategy, r.Seed, r.Subject, r.Structure, r.Metric, r.Value }
                )
            )
        );
}
