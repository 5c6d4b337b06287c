using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;
using SkiaSharp;

namespace Concord.Experiments.Reports.Figures;

/// <summary>
/// Test subjects like the paper's Figure 4: the image, the truth and what each strategy made of it, and below that where
/// it is wrong, in the colour of what it said.
/// </summary>
internal static class QualitativeFigure
{
    private const int Cell = 150;
    private const int Gap = 6;
    private const int Heading = 22;

    // Of strategies: with all that there are two rows a subject, so that both fit on a page and are more than specks.
    private const int Across = 9;

    /// <summary>A subject with its segmentations.</summary>
    /// <param name="Name">Whose.</param>
    /// <param name="Image">The scan that is drawn.</param>
    /// <param name="Reference">What each voxel may be.</param>
    /// <param name="Segmentations">By strategy.</param>
    public sealed record Case(
        string Name,
        Volume<float> Image,
        CandidateMap Reference,
        IReadOnlyList<(string Strategy, Volume<byte> Labels)> Segmentations
    );

    public static Figure Of(LabelSpace space, string sequence, IReadOnlyList<Case> cases)
    {
        var labels = StandardLabels.For(space);
        var colors = labels.Select(l => l.Color).ToList();
        // Where background is said wrongly there must be something to see.
        List<int> errorColors = [.. colors, 0xFFFFFF];
        var sheets = cases
            .Select(c => new LabelSheets(
                c.Image,
                Each(c.Reference, s => s.IsSingleton && labels[s.First].IsLesion ? (byte)1 : (byte)0),
                Cell
            ))
            .ToList();
        var most = cases.Max(c => c.Segmentations.Count);
        var rows = (most + Across - 1) / Across;
        var columns = 2 + (most + rows - 1) / Math.Max(1, rows);
        var width = columns * (Cell + Gap) + Gap;
        var key = Enumerable.Range(1, space.Count - 1).Select(c => (space.Classes[c], colors[c])).ToList();
        var keyHeight = Figure.KeyHeight(key, width - 2 * Gap);
        var pictures = sheets.Sum(s => Heading + rows * (Heading + 2 * (s.Height + Gap)));
        var isOpen = cases.Any(c => c.Reference.Protocol.Meanings.Values.Any(s => !s.IsSingleton));
        var height = pictures + keyHeight + 14;
        return new(
            "segmentations",
            "Test subjects: the image, the truth, each strategy with its first seed that is done, and below it where it is "
                + "wrong, in the colour of what it said (white: background), on a darker scan. Axial slices in the radiological view: the subject's right (R) "
                + "is on the left."
                + (isOpen ? " What a reference leaves open is not drawn in it, and what it allows is not wrong." : ""),
            width,
            height,
            canvas =>
            {
                var y = 0;
                for (var i = 0; i < cases.Count; i++)
                    y = Draw(canvas, cases[i], sheets[i], y);
                Figure.Key(canvas, key, Gap, pictures + 24, width - 2 * Gap);
            }
        );

        int Draw(SKCanvas canvas, Case one, LabelSheets sheet, int top)
        {
            Figure.Text(canvas, one.Name, Gap, top + 16, 13);
            top += Heading;
            // What the reference leaves open is neither drawn nor wrong.
            var truth = Each(one.Reference, s => s.IsSingleton ? (byte)s.First : (byte)0);
            var (sets, categories) = (one.Reference.Protocol.Sets, one.Reference.Categories.Voxels);
            Column(canvas, sequence, Gap, top, sheet.Draw(null, colors), null);
            Column(canvas, "truth", Gap + Cell + Gap, top, sheet.Draw(truth, colors), null);
            for (var i = 0; i < one.Segmentations.Count; i++)
            {
                var (name, volume) = one.Segmentations[i];
                var (row, column) = (i / (columns - 2), 2 + i % (columns - 2));
                var y = top + row * (Heading + 2 * (sheet.Height + Gap));
                var errors = volume.With([
                    .. volume.Voxels.Select(
                        (v, k) =>
                            sets[categories[k]].Contains(v) ? (byte)0
                            : v == 0 ? (byte)space.Count
                            : v
                    ),
                ]);
                var x = Gap + column * (Cell + Gap);
                Column(canvas, name, x, y, sheet.Draw(volume, colors), sheet.Draw(errors, errorColors, isDark: true));
            }

            return top + rows * (Heading + 2 * (sheet.Height + Gap));
        }
    }

    private static Volume<byte> Each(CandidateMap map, Func<CandidateSet, byte> value)
    {
        var values = map.Protocol.Sets.Select(value).ToArray();
        return map.Categories.With(Array.ConvertAll(map.Categories.Voxels, c => values[c]));
    }

    private static void Column(
        SKCanvas canvas,
        string name,
        int x,
        int y,
        Imaging.Pictures.Raster above,
        Imaging.Pictures.Raster? below
    )
    {
        Figure.Text(canvas, name, x, y + 14, 11);
        Figure.Picture(canvas, above, x, y + Heading - 2);
        if (below is not null)
            Figure.Picture(canvas, below, x, y + Heading - 2 + above.Height + Gap);
    }
}
