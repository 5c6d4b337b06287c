using System.Net;
using System.Text;
using Concord.Experiments.Reports;
using Concord.Experiments.Reports.Figures;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

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
        html.Append("<h2>Parameters</h2><pre><code>")
            .Append(Encode(SettingsRecord.Describe(folder, settings.Manifest is null)));
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
            : $"Trained on {Path.GetFileName(s.Manifest)} ({Counts(d.Train)}), tested on {Path.GetFileName(s.Test)} "
                + $"({Counts(d.Test)}). {LesionsOf(d.Test.Space)}";
        return $"{data} U-Net of {network.Width} channels and {network.Levels} levels, {recipe.Batch} patches of "
            + $"{string.Join("×", recipe.Patch)} a step, {recipe.Steps} steps for every network"
            + (
                s.Methods.Any(m => m.HasStepsOfAllDatasets)
                    ? $", times the number of datasets for {MethodCatalog.LongReference}."
                    : "."
            );
    }

    private static string Counts(Manifest manifest) =>
        string.Join(", ", manifest.Datasets.Select(d => $"{d.Name}: {SubjectMatcher.Find(d).Count} subjects"));

    // Nothing else tells: a lesion under another name has no measures of lesions.
    private static string LesionsOf(LabelSpace space)
    {
        var lesions = StandardLabels.For(space).Zip(space.Classes).Where(l => l.First.IsLesion).Select(l => l.Second);
        var names = string.Join(", ", lesions);
        return names.Length > 0
            ? $"Lesions: {names}."
            : $"No class is a lesion by its name ({string.Join(", ", StandardLabels.LesionNames)}), so no lesions are counted.";
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
