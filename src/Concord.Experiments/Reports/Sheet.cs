using System.Net;
using System.Text;

namespace Concord.Experiments.Reports;

/// <summary>A table of text for reports.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">The heading; the first column names the rows.</param>
/// <param name="Rows">Cells in the order of the columns; what stands after a line feed is of less weight.</param>
/// <param name="Note">A sentence below it on how to read it.</param>
public sealed record Sheet(
    string Title,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    string Note = ""
)
{
    /// <summary>Whether columns after the first are words and stand on the left.</summary>
    public bool IsOfWords { get; init; }

    /// <summary>Heading, table and note in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder($"## {Title}\n");
        if (Note.Length > 0)
            text.Append($"{Note}\n");
        text.Append('\n').Append(Line(Columns));
        var dashes = Columns.Select((_, i) => i == 0 || IsOfWords ? "---" : "--:");
        text.Append($"|{string.Join('|', dashes)}|\n");
        foreach (var row in Rows)
            text.Append(Line([.. row.Select(c => c.Replace('\n', ' '))]));
        return text.Append('\n').ToString();
    }

    /// <summary>Heading, table and note in HTML; wide tables scroll by themselves.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder($"<h2>{Encode(Title)}</h2>");
        html.Append($"<div class=\"scroll\"><table{(IsOfWords ? " class=\"words\"" : "")}><thead><tr>");
        foreach (var column in Columns)
            html.Append($"<th scope=\"col\">{Encode(column)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            html.Append($"<tr><th scope=\"row\">{Encode(row[0])}</th>");
            foreach (var cell in row.Skip(1))
                html.Append($"<td>{Lines(cell)}</td>");
            html.Append("</tr>");
        }

        html.Append("</tbody></table></div>");
        if (Note.Length > 0)
            html.Append($"<p class=\"note\">{Encode(Note)}</p>");
        return html.ToString();
    }

    private static string Lines(string cell)
    {
        var lines = cell.Split('\n');
        return Encode(lines[0]) + string.Concat(lines.Skip(1).Select(l => $"<br><small>{Encode(l)}</small>"));
    }

    private static string Line(IReadOnlyList<string> cells) =>
        $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|")))} |\n";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
