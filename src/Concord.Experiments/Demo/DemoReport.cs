using System.Net;
using System.Text;
using Concord.Experiments.Reports;
using Concord.Imaging;
using Concord.Imaging.Pictures;
using Concord.Labels;
using Concord.Labels.Manifests;

namespace Concord.Experiments.Demo;

/// <summary>The demonstration's report: one HTML file that needs no network.</summary>
internal static class DemoReport
{
    public static string ToHtml(
        Manifest manifest,
        DemoSettings settings,
        IReadOnlyList<ResultRow> rows,
        IReadOnlyList<DemoCase> cases,
        IReadOnlyList<LossCurve> curves,
        TimeSpan? elapsed
    )
    {
        var html = new StringBuilder();
        html.Append("<h1>One network from two datasets that contradict each other</h1>");
        html.Append(
            "<p>Both datasets call some voxels 0. In one that means <em>background</em>; in the other it means"
        );
        html.Append(
            " <em>anything but a lesion</em>. A naive network takes both literally. The adaptive cross-entropy (ACE)"
        );
        html.Append(" takes a label for the set of classes that a voxel may be.</p>");
        html.Append("<h2>What the labels mean</h2>").Append(Protocols(manifest));
        html.Append($"<h2>Dice on {cases.Count} subjects that neither network has seen</h2>");
        html.Append($"<div class=\"scroll\">{DiceTable.Of(rows).ToHtml()}</div>");
        html.Append("<p>Mean (standard deviation) and the number of subjects where the structure exists.</p>");
        html.Append("<h2>Pictures</h2>").Append(Key(manifest.Space));
        html.Append("<p>Radiological view: the subject's right (R) is on the left.</p>");
        foreach (var one in cases)
            html.Append(Figures(one, settings, manifest.Space));
        html.Append($"<h2>Training</h2><figure>{LossChart.ToSvg(curves)}<figcaption>");
        html.Append("Loss by step, logarithmic. The losses are different quantities: compare shapes, not heights.");
        html.Append("</figcaption></figure>");
        html.Append(
            $"<p>Seed {settings.Seed}, {settings.Recipe.Steps} steps each"
                + (
                    elapsed is { } time
                        ? $"; simulation, both trainings and the test took {time.TotalSeconds:0} s. "
                        : ", in more than one sitting. "
                )
                + "Everything is in this folder: <code>data</code>, <code>runs</code>, <code>results.csv</code>.</p>"
        );
        return HtmlPage.Of("Concord demo", html.ToString());
    }

    private static string Protocols(Manifest manifest)
    {
        var html = new StringBuilder("<div class=\"scroll\"><table><thead><tr><th>dataset</th><th>value</th>");
        html.Append("<th>may be</th><th>naive reading</th></tr></thead><tbody>");
        foreach (var dataset in manifest.Datasets)
        foreach (var (value, set) in dataset.Protocol!.Meanings)
        {
            var meaning = WebUtility.HtmlEncode(manifest.Space.Describe(set));
            var naive = manifest.Space.Classes[Protocol.NaiveClass(set)];
            html.Append(
                $"<tr><th scope=\"row\">{dataset.Name}</th><td>{value}</td><td>{meaning}</td><td>{naive}</td></tr>"
            );
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    private static string Key(LabelSpace space)
    {
        var labels = StandardLabels.For(space);
        var spans = Enumerable
            .Range(1, space.Count - 1)
            .Select(c => $"<span><i style=\"background:#{labels[c].Color:x6}\"></i>{space.Classes[c]}</span>");
        return $"<p class=\"key\">{string.Concat(spans)}</p>";
    }

    private static string Figures(DemoCase one, DemoSettings settings, LabelSpace space)
    {
        var colors = StandardLabels.For(space).Select(l => l.Color).ToList();
        var sets = one.Data.Candidates!.Protocol.Sets;
        var categories = one.Data.Candidates.Categories;
        var truth = categories.With(Array.ConvertAll(categories.Voxels, c => (byte)sets[c].First));
        var html = new StringBuilder($"<h3>{one.Subject}</h3>");
        Add("T1", one.Data.Images[0], null);
        Add("FLAIR", one.Data.Images[1], null);
        Add("truth", one.Data.Images[0], truth);
        for (var i = 0; i < one.Segmentations.Count; i++)
            Add(settings.Strategies[i], one.Data.Images[0], one.Segmentations[i]);
        return html.ToString();

        void Add(string caption, Volume<float> image, Volume<byte>? labels)
        {
            // The same slices in every picture: those through the middle of the grid.
            var png = Convert.ToBase64String(
                SlicePicture.ThreePlanes(image, labels, colors, 260, centred: true).ToPng()
            );
            html.Append($"<figure><img alt=\"{caption} of {one.Subject}\" src=\"data:image/png;base64,{png}\">");
            html.Append($"<figcaption>{caption}</figcaption></figure>");
        }
    }
}
