using System.Globalization;
using Concord.Evaluation;
using Concord.Imaging;
using CsvHelper;
using CsvHelper.Configuration;

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

    private static readonly CsvConfiguration Style = new(CultureInfo.InvariantCulture)
    {
        PrepareHeaderForMatch = header => header.Header.ToLowerInvariant(),
    };

    /// <summary>Reads rows that <see cref="Write"/> wrote.</summary>
    /// <exception cref="BadInputException">The file is damaged.</exception>
    public static IReadOnlyList<ResultRow> Read(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException(path, "no such file", "run the benchmark first");
        using var csv = new CsvReader(new StreamReader(path), Style);
        try
        {
            return [.. csv.GetRecords<ResultRow>()];
        }
        catch (CsvHelperException e)
        {
            throw new BadInputException(
                path,
                "is not a table of results",
                "remove it: what it was measured from is measured again",
                e
            );
        }
    }

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
