using System.Globalization;
using Concord.Imaging;
using CsvHelper;

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
        AtomicFile.Write(
            path,
            stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture, leaveOpen: true);
                foreach (var column in Columns)
                    csv.WriteField(column);
                csv.NextRecord();
                foreach (var row in rows)
                {
                    csv.WriteField(row.Scenario);
                    csv.WriteField(row.Strategy);
                    csv.WriteField(row.Seed);
                    csv.WriteField(row.Subject);
                    csv.WriteField(row.Structure);
                    csv.WriteField(row.Metric);
                    csv.WriteField(row.Value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "");
                    csv.NextRecord();
                }
            }
        );
}
