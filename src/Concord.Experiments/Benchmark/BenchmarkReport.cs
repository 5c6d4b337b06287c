using System.Net;
using System.Text;
using Concord.Experiments.Reports;
using Concord.Experiments.Reports.Figures;

namespace Concord.Experiments.Benchmark;

/// <summary>A comparison as text and as one page that needs no network.</summary>
internal static class BenchmarkReport
{
    /// <summary>summary.md.</summary>
    public static string ToMarkdown(
        BenchmarkSettings settings,
        BenchmarkData data,
        IReadOnlyList<BenchmarkJob> jobs,
        IReadOnlyList<Sheet> sheets
    )
    {
        var text = new StringBuilder($"# {settings.Scenario.Name}\n{settings.Scenario.Question}\n\n{State(jobs)}\n\n");
        text.Append($"{Setting(settings, data)}\n\n");
        foreach (var sheet in sheets)
            text.Append(sheet.ToMarkdown());
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>report.html.</summary>
    public static string ToHtml(
        BenchmarkSettings settings,
        BenchmarkFolder folder,
        BenchmarkData data,
        IReadOnlyList<BenchmarkJob> jobs,
        IReadOnlyList<Sheet> sheets,
        IReadOnlyList<Figure> figures
    )
    {
        var html = new StringBuilder($"<h1>{Encode(settings.Scenario.Question)}</h1>");
        html.Append($"<p>{Encode(State(jobs))} {Encode(Setting(settings, data))}</p>");
        html.Append(sheets[0].ToHtml());
        foreach (var figure in figures)
            html.Append(Picture(figure));
        foreach (var sheet in sheets.Skip(1))
            html.Append(sheet.ToHtml());
        html.Append("<h2>Parameters</h2><pre><code>").Append(Encode(File.ReadAllText(folder.Settings)));
        html.Append("</code></pre>");
        var done = jobs.FirstOrDefault(j => j.Folder.IsDone && File.Exists(j.Folder.Run.Environment));
        if (done is not null)
            html.Append("<h2>Versions</h2><pre><code>")
                .Append(Encode(File.ReadAllText(done.Folder.Run.Environment)))
                .Append("</code></pre>");
        html.Append("<h2>To cite</h2><pre><code>").Append(Encode(Citations.BibTex)).Append("</code></pre>");
        return HtmlPage.Of($"Concord benchmark: {settings.Scenario.Name}", html.ToString());
    }

    private static string State(IReadOnlyList<BenchmarkJob> jobs)
    {
        var done = jobs.Count(j => j.Folder.IsDone);
        var failed = jobs.Where(j => !j.Folder.IsDone && File.Exists(j.Folder.Failure)).ToList();
        var state =
            done == jobs.Count ? $"All {done} trainings are done."
            : done + failed.Count == jobs.Count ? $"{done} of {jobs.Count} trainings are done."
            : $"{done} of {jobs.Count} trainings are done; the rest is still to come.";
        var reasons = failed.Select(j =>
            $"{j.Method.Name}, seed {j.Seed}, failed: {File.ReadLines(j.Folder.Failure).FirstOrDefault()}"
        );
        return string.Join(' ', reasons.Prepend(state));
    }

    private static string Setting(BenchmarkSettings s, BenchmarkData d)
    {
        var (network, recipe) = (s.Recipe.Network, s.Recipe);
        var data = s.Manifest is null
            ? $"{s.CountOf(s.Scenario.Tissue)} subjects labelled for tissue, {s.CountOf(s.Scenario.Lesions)} for lesions, "
                + $"{s.CountOf(s.Scenario.Test)} {Anatomies(d)} as the test; simulated"
                + (s.HasSiteShift ? ", each set by another scanner." : ", all by one scanner.")
            : $"Trained on {Path.GetFileName(s.Manifest)}, tested on {Path.GetFileName(s.Test)}.";
        return $"{data} U-Net of {network.Width} channels and {network.Levels} levels, {recipe.Batch} patches of "
            + $"{string.Join("×", recipe.Patch)} a step, {recipe.Steps} steps for every network"
            + (
                s.Methods.Any(m => m.HasStepsOfAllDatasets)
                    ? $", times the number of datasets for {MethodCatalog.LongReference}."
                    : "."
            );
    }

    private static string Anatomies(BenchmarkData data) =>
        data.TestAnatomies > 0 ? $"made from {data.TestAnatomies} other anatomies" : "of other anatomies";

    private static string Picture(Figure figure)
    {
        var png = Convert.ToBase64String(figure.ToPng());
        return "<figure class=\"chart\"><div class=\"scroll\">"
            + $"<img alt=\"{Encode(figure.Caption)}\" style=\"--own:{figure.Width}px;max-width:{figure.Width}px\" "
            + $"src=\"data:image/png;base64,{png}\"></div><figcaption>{Encode(figure.Caption)}</figcaption></figure>";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
