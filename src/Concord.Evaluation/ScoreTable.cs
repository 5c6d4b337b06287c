namespace Concord.Evaluation;

/// <summary>Scores as CSV with the columns subject,structure,metric,value; the value is empty where it is undefined.</summary>
public static class ScoreTable
{
    private static readonly string[] Columns = ["subject", "structure", "metric", "value"];

    /// <summary>The whole text.</summary>
    public static string ToCsv(IEnumerable<Score> scores) =>
        CsvTable.ToText(Columns, scores.Select(s => new object?[] { s.Subject, s.Structure, s.Metric, s.Value }));
}
