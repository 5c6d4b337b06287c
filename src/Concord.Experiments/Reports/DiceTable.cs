using System.Globalization;
using System.Text;
using Concord.Evaluation;
using Concord.Evaluation.Statistics;

namespace Concord.Experiments.Reports;

/// <summary>Mean Dice over subjects by strategy and structure, a subject being the mean over its seeds.</summary>
/// <param name="Structures">The columns.</param>
/// <param name="Rows">A strategy and a summary for each structure.</param>
public sealed record DiceTable(
    IReadOnlyList<string> Structures,
    IReadOnlyList<(string Strategy, IReadOnlyList<ScoreSummary> Cells)> Rows
)
{
    /// <summary>Makes the table, rows and columns in the order in which they first appear.</summary>
    public static DiceTable Of(IReadOnlyList<ResultRow> results)
    {
        var dice = results.Where(r => r.Metric == "dice").ToList();
        var structures = dice.Select(r => r.Structure).Distinct(StringComparer.Ordinal).ToList();
        var rows = dice.GroupBy(r => r.Strategy, StringComparer.Ordinal)
            .Select(g => (g.Key, Align(ScoreSummary.Of(g.GroupBy(r => (r.Subject, r.Structure)).Select(OverSeeds)))));
        return new(structures, [.. rows]);

        // Trainings with several seeds are no further subjects.
        static Score OverSeeds(IGrouping<(string Subject, string Structure), ResultRow> rows) =>
            new(
                rows.Key.Subject,
                rows.Key.Structure,
                "dice",
                SampleMean.Of([.. rows.Select(r => r.Value).OfType<double>()]).Mean
            );

        // A strategy may lack a structure; its cell stays, and the others stand below their headings.
        IReadOnlyList<ScoreSummary> Align(IReadOnlyList<ScoreSummary> cells) =>
            [
                .. structures.Select(s =>
                    cells.FirstOrDefault(c => c.Structure == s) ?? new ScoreSummary(s, "dice", 0, 0, null, null)
                ),
            ];
    }

    /// <summary>A cell as people read it: mean (SD), and n.</summary>
    public static string Cell(ScoreSummary s) =>
        s.Mean is null ? "n/a (n=0)"
        : s.Deviation is null ? string.Create(CultureInfo.InvariantCulture, $"{s.Mean:0.000} (n={s.Count})")
        : string.Create(CultureInfo.InvariantCulture, $"{s.Mean:0.000} ({s.Deviation:0.000}) n={s.Count}");

    /// <summary>The table as HTML.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr><th>strategy</th>");
        foreach (var structure in Structures)
            html.Append($"<th>{structure}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var (strategy, cells) in Rows)
        {
            html.Append($"<tr><th scope=\"row\">{strategy}</th>");
            foreach (var cell in cells)
                html.Append($"<td>{Cell(cell)}</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }
}
