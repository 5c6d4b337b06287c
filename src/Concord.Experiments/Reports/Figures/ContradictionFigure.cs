using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Experiments.Reports.Figures;

/// <summary>
/// What labels mean, like the paper's Figure 2: a subject of each dataset, its labels taken literally, and the same labels
/// as the sets of classes that a voxel may be.
/// </summary>
internal static class ContradictionFigure
{
    private const int Cell = 220;
    private const int Gap = 8;
    private const int Heading = 22;
    private const int Margin = 90;
    private const int BackgroundColor = 0x2B3A67;
    private static readonly int[] SetColors = [0xB8C4D9, 0x9DB4A0, 0xC9B79C];

    public static Figure Of(LabelSpace space, IReadOnlyList<(string Dataset, SubjectData Data)> examples)
    {
        var classes = StandardLabels.For(space).Select(l => l.Color).ToList();
        classes[0] = BackgroundColor;
        var merged = examples
            .SelectMany(e => e.Data.Candidates!.Protocol.Meanings.Values)
            .Where(s => !s.IsSingleton)
            .Distinct()
            .ToList();
        var sheets = examples.Select(e => new LabelSheets(e.Data.Images[0], Marks(e.Data.Candidates!), Cell)).ToList();
        var height = Heading + sheets.Sum(s => s.Height + Gap) + 56;
        return new(
            "contradiction",
            "The same labels read twice. Taken literally, the lesion dataset says that a whole brain is background, and the "
                + "tissue dataset says that it isn't. As candidate sets, its 0 says what it knows: anything but a lesion. "
                + "Axial slices in the radiological view: the subject's right (R) is on the left.",
            Margin + 3 * (Cell + Gap),
            height,
            canvas =>
            {
                string[] headings = [examples[0].Data.Sequences[0], "taken literally", "as candidate sets"];
                for (var i = 0; i < headings.Length; i++)
                    Figure.Text(canvas, headings[i], Margin + i * (Cell + Gap), 15);
                var y = Heading;
                for (var i = 0; i < examples.Count; i++)
                {
                    var (name, data) = examples[i];
                    var sets = data.Candidates!.Protocol.Sets;
                    Figure.Text(canvas, name, 4, y + sheets[i].Height / 2);
                    Figure.Picture(canvas, sheets[i].Draw(null, classes), Margin, y);
                    Draw(1, set => classes[Protocol.NaiveClass(set)]);
                    Draw(2, set => set.IsSingleton ? classes[set.First] : SetColor(set));
                    y += sheets[i].Height + Gap;

                    void Draw(int column, Func<CandidateSet, int> color)
                    {
                        // Category k is drawn as k + 1: 0 is not drawn.
                        var marks = data.Candidates.Categories;
                        var labels = marks.With(Array.ConvertAll(marks.Voxels, v => (byte)(v + 1)));
                        List<int> colors = [0, .. sets.Select(color)];
                        Figure.Picture(canvas, sheets[i].Draw(labels, colors), Margin + column * (Cell + Gap), y);
                    }
                }

                Figure.Key(
                    canvas,
                    Enumerable.Range(0, space.Count).Select(c => (space.Classes[c], classes[c])),
                    4,
                    y + 14
                );
                Figure.Key(canvas, merged.Select(s => (space.Describe(s), SetColor(s))), 4, y + 36);
            }
        );

        int SetColor(CandidateSet set) => SetColors[Math.Max(0, merged.IndexOf(set)) % SetColors.Length];
    }

    // A lesion, if the dataset labels one, else whatever isn't background.
    private static Volume<byte> Marks(CandidateMap map)
    {
        var isLesion = StandardLabels.For(map.Protocol.Space).Select(l => l.IsLesion).ToList();
        var hasLesions = map.Protocol.Labelled.Classes.Any(c => isLesion[c]);
        var marks = map
            .Protocol.Sets.Select(s =>
                s.IsSingleton && (hasLesions ? isLesion[s.First] : s.First != 0) ? (byte)1 : (byte)0
            )
            .ToArray();
        return map.Categories.With(Array.ConvertAll(map.Categories.Voxels, v => marks[v]));
    }
}
