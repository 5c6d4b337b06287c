using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Concord.Evaluation;

/// <summary>Scores as CSV with the columns subject,structure,metric,value; the value is empty where it is undefined.</summary>
public static class ScoreTable
{
    private static readonly CsvConfiguration Style = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>The whole text.</summary>
    public static string ToCsv(IEnumerable<Score> scores)
    {
        using var text = new StringWriter();
        using var csv = new CsvWriter(text, Style);
        csv.WriteField("subject");
        csv.WriteField("structure");
        csv.WriteField("metric");
        csv.WriteField("value");
        csv.NextRecord();
        foreach (var score in scores)
        {
            csv.WriteField(score.Subject);
            csv.WriteField(score.Structure);
            csv.WriteField(score.Metric);
            csv.WriteField(score.Value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "");
            csv.NextRecord();
        }

        csv.Flush();
        return text.ToString();
    }
}
