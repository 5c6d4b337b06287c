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
    private const int LeastMargin = 90;
    private const int BackgroundColor = 0x2B3A67;
    private static readonly int[] SetColors =
    [
        0xB8C4D9,
        0x9DB4A0,
        0xC9B79C,
        0xB39DBF,
        0x8FB8BD,
        0xD4B5B0,
        0x7F8C6B,
        0x8A93A6,
    ];

    /// <param name="space">The classes.</param>
    /// <param name="examples">A subject of each dataset.</param>
    /// <param name="isStory">Whether they are a tissue set and a lesion set, of which the caption may tell.</param>
    public static Figure Of(
        LabelSpace space,
        IReadOnlyList<(string Dataset, SubjectData Data)> examples,
        bool isStory = true
    )
    {
        var classes = StandardLabels.For(space).Select(l => l.Color).ToList();
        classes[0] = BackgroundColor;
        var merged = examples
            .SelectMany(e => e.Data.Candidates!.Protocol.Meanings.Values)
            .Where(s => !s.IsSingleton)
            .Distinct()
            .ToList();
        var sheets = examples.Select(e => new LabelSheets(e.Data.Images[0], Marks(e.Data.Candidates!), Cell)).ToList();
        var margin = Math.Max(LeastMargin, 12 + (int)examples.Max(e => Figure.WidthOf(e.Dataset)));
        var width = margin + 3 * (Cell + Gap);
        var classKey = Enumerable.Range(0, space.Count).Select(c => (space.Classes[c], classes[c])).ToList();
        var setKey = merged.ConvertAll(s => (space.Describe(s), SetColor(s)));
        var keyHeight = Figure.KeyHeight(classKey, width - 8);
        var height = Heading + sheets.Sum(s => s.Height + Gap) + keyHeight + Figure.KeyHeight(setKey, width - 8) + 12;
        return new(
            "contradiction",
            "The same labels read twice: taken literally, and as the sets of classes that a voxel may be. "
                + (
                    isStory
                        ? "Taken literally, the lesion dataset says that a whole brain is background, and the tissue dataset says that "
                            + "it isn't. As candidate sets, its 0 says what it knows: anything but a lesion. "
                        : ""
                )
                + "Axial slices in the radiological view: the subject's right (R) is on the left.",
            width,
            height,
            canvas =>
            {
                string[] headings = [examples[0].Data.Sequences[0], "taken literally", "as candidate sets"];
                for (var i = 0; i < headings.Length; i++)
                    Figure.Text(canvas, headings[i], margin + i * (Cell + Gap), 15);
                var y = Heading;
                for (var i = 0; i < examples.Count; i++)
                {
                    var (name, data) = examples[i];
                    var sets = data.Candidates!.Protocol.Sets;
                    Figure.Text(canvas, name, 4, y + sheets[i].Height / 2);
                    Figure.Picture(canvas, sheets[i].Draw(null, classes), margin, y);
                    Draw(1, set => classes[Protocol.NaiveClass(set)]);
                    Draw(2, set => set.IsSingleton ? classes[set.First] : SetColor(set));
                    y += sheets[i].Height + Gap;

                    void Draw(int column, Func<CandidateSet, int> color)
                    {
                        // Category k is drawn as k + 1: 0 is not drawn.
                        var marks = data.Candidates.Categories;
                        var labels = marks.With(Array.ConvertAll(marks.Voxels, v => (byte)(v + 1)));
                        List<int> colors = [0, .. sets.Select(color)];
                        Figure.Picture(canvas, sheets[i].Draw(labels, colors), margin + column * (Cell + Gap), y);
                    }
                }

                Figure.Key(canvas, classKey, 4, y + 14, width - 8);
                Figure.Key(canvas, setKey, 4, y + 14 + keyHeight, width - 8);
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
