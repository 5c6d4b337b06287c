using System.Globalization;
using Concord.Evaluation;
using Concord.Imaging;
using CsvHelper;
using CsvHelper.Configuration;

namespace Concord.Learning.Training;

/// <summary>One line of a run's <c>metrics.csv</c>.</summary>
/// <param name="Step">When it was measured.</param>
/// <param name="Dataset">Where the subject is from.</param>
/// <param name="Subject">Whose scan.</param>
/// <param name="Structure">The class.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The value; null where the metric is undefined.</param>
internal sealed record ValidationRow(
    long Step,
    string Dataset,
    string Subject,
    string Structure,
    string Metric,
    double? Value
)
{
    private static readonly string[] Columns = ["step", "dataset", "subject", "structure", "metric", "value"];

    /// <summary>What the loss is called among metrics.</summary>
    public const string LossMetric = "loss";

    private const string All = "all";

    private static readonly CsvConfiguration Style = new(CultureInfo.InvariantCulture)
    {
        PrepareHeaderForMatch = header => header.Header.ToLowerInvariant(),
    };

    /// <summary>The loss on validation patches, which belongs to no dataset, subject or structure.</summary>
    public static ValidationRow Loss(long step, double value) => new(step, All, All, All, LossMetric, value);

    /// <summary>The rows of a run; none if it has not been measured.</summary>
    public static IReadOnlyList<ValidationRow> Read(RunFolder run)
    {
        if (!File.Exists(run.Metrics))
            return [];
        using var csv = new CsvReader(new StreamReader(run.Metrics), Style);
        try
        {
            return [.. csv.GetRecords<ValidationRow>()];
        }
        catch (CsvHelperException e)
        {
            throw new BadInputException(run.Metrics, "is not what a training writes", "remove the file", e);
        }
    }

    /// <summary>Replaces the rows of a run.</summary>
    public static void Write(RunFolder run, IEnumerable<ValidationRow> rows) =>
        AtomicFile.WriteText(
            run.Metrics,
            CsvTable.ToText(
                Columns,
                rows.Select(r => new object?[] { r.Step, r.Dataset, r.Subject, r.Structure, r.Metric, r.Value })
            )
        );

    /// <summary>Means over subjects.</summary>
    public static IReadOnlyList<ScoreSummary> Summarize(IEnumerable<ValidationRow> rows) =>
        ScoreSummary.Of(rows.Select(r => new Score(r.Subject, r.Structure, r.Metric, r.Value)));
}
