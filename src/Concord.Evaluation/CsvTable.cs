using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Concord.Evaluation;

/// <summary>CSV as every table of Concord is written: commas, quotes where needed, lines that end in a line feed.</summary>
public static class CsvTable
{
    private static readonly CsvConfiguration Style = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>The whole text.</summary>
    /// <param name="columns">The heading.</param>
    /// <param name="rows">Cells in the order of the columns; real numbers with six decimals at most, nothing for null.</param>
    public static string ToText(IEnumerable<string> columns, IEnumerable<IEnumerable<object?>> rows)
    {
        using var text = new StringWriter();
        using var csv = new CsvWriter(text, Style);
        foreach (var row in rows.Prepend(columns))
        {
            foreach (var cell in row)
                csv.WriteField(cell is double number ? number.ToString("0.######") : cell);
            csv.NextRecord();
        }

        csv.Flush();
        return text.ToString();
    }
}
