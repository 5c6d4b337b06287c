using System.Net;
using System.Text;
using Concord.Experiments.Reports;
using Concord.Imaging;
using Concord.Imaging.Pictures;
using Concord.Imaging.Resampling;
using Concord.Labels;
using Concord.Labels.Checks;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Experiments.Checks;

/// <summary>What <c>concord check</c> found as a page: one HTML file that needs no network, with a picture of each finding.</summary>
public static class CheckPage
{
    /// <summary>The whole file.</summary>
    /// <param name="manifest">What was checked.</param>
    /// <param name="result">What was found.</param>
    public static string ToHtml(Manifest manifest, CheckResult result)
    {
        var html = new StringBuilder($"<h1>{Text(Path.GetFileName(manifest.Path))}</h1>");
        html.Append($"<p>{Summary(manifest, result)}</p>");
        if (result.Problems.Count > 0)
            html.Append("<h2>What makes training impossible</h2>").Append(List(result.Problems));
        if (result.Findings.Count > 0)
        {
            html.Append("<h2>What should be looked at</h2>");
            html.Append("<p>Radiological view: the subject's right (R) is on the left.</p>");
            foreach (var finding in result.Findings)
                html.Append(Figure(manifest, finding));
        }

        if (result.Contradictions.Count > 0)
            html.Append("<h2>What a naive training would learn wrongly</h2>")
                .Append("<p>No fault of the data: candidate sets resolve it.</p>")
                .Append(Table(CheckTables.ContradictionColumns, CheckTables.Contradictions(result)));
        html.Append("<h2>Label values</h2>").Append(Table(CheckTables.ValueColumns, CheckTables.Values(result)));
        if (result.Warnings.Count > 0)
            html.Append(List(result.Warnings));
        return HtmlPage.Of("Concord check", html.ToString());
    }

    private static string Summary(Manifest manifest, CheckResult result)
    {
        var datasets = string.Join(", ", manifest.Datasets.Select(d => d.Name));
        return Text(
            $"{datasets}: {Count(result.Problems.Count, "problem")}, {Count(result.Findings.Count, "finding")}, "
                + $"{Count(result.Contradictions.Count, "contradiction")}."
        );

        static string Count(int n, string what) => $"{n} {what}{(n == 1 ? "" : "s")}";
    }

    private static string Figure(Manifest manifest, Finding finding)
    {
        var who = finding.Subject is null ? finding.Dataset : $"{finding.Dataset} '{finding.Subject}'";
        var caption = $"<figcaption><strong>{Text(who)}</strong>: {Text(finding.Message)}</figcaption>";
        var pictures = new StringBuilder();
        if (finding.Picture is { } picture)
        {
            Add(picture.Image, picture.Labels);
            if (picture.Beside is { } beside)
                Add(beside, null);
        }

        return $"<figure>{pictures}{caption}</figure>";

        void Add(string path, string? labels)
        {
            if (TryDraw(manifest.Dataset(finding.Dataset), path, labels) is { } raster)
                pictures.Append(
                    $"<img alt=\"{Text(Path.GetFileName(path))}\" src=\"data:image/png;base64,{Convert.ToBase64String(raster.ToPng())}\"> "
                );
        }
    }

    // What can't be drawn is said in words.
    private static Raster? TryDraw(DatasetDefinition dataset, string path, string? labels)
    {
        try
        {
            var image = ImageFile.Open(path).ToIntensities();
            if (labels is null || dataset.Protocol is not { } protocol)
                return SlicePicture.ThreePlanes(image, null, [], 240);
            var colors = StandardLabels.For(protocol.Space).Select(l => l.Color).ToList();
            return SlicePicture.ThreePlanes(
                image,
                Classes(ImageFile.Open(labels).ToLabels(), protocol, image),
                colors,
                240
            );
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    // Where a value may be background it isn't drawn; else it is drawn as the first class that it may be.
    private static Volume<byte> Classes(Volume<int> labels, Protocol protocol, Volume<float> image)
    {
        var classes = labels.With(
            Array.ConvertAll(
                labels.Voxels,
                v => protocol.Meanings.TryGetValue(v, out var set) && !set.Contains(0) ? (byte)set.First : (byte)0
            )
        );
        return SubjectReader.IsSameGrid(labels.Geometry, image.Geometry)
            ? image.With(classes.Voxels)
            : Resample.Labels(classes, image.Geometry);
    }

    private static string Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        foreach (var column in columns)
            html.Append($"<th>{Text(column)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
            html.Append($"<tr><th scope=\"row\">{Text(row[0])}</th>")
                .AppendJoin("", row.Skip(1).Select(cell => $"<td>{Text(cell)}</td>"))
                .Append("</tr>");
        return html.Append("</tbody></table></div>").ToString();
    }

    private static string List(IReadOnlyList<string> lines) =>
        $"<ul>{string.Concat(lines.Select(l => $"<li>{Text(l)}</li>"))}</ul>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
