using System.Text;
using System.Text.RegularExpressions;
using Concord.Experiments.Reports;
using Concord.Experiments.Reports.Figures;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Subjects;
using Concord.Simulation;
using SkiaSharp;

namespace Concord.Experiments.Tests.Reports;

public sealed class FigureTests
{
    // A drawing library without a font draws nothing and says nothing.
    [Fact]
    public void Text_really_is_drawn()
    {
        var figure = new Figure("t", "", 200, 40, canvas => Figure.Text(canvas, "Dice 0.87", 10, 28, 20));
        using var bitmap = SKBitmap.Decode(figure.ToPng());
        (bitmap.Width, bitmap.Height).ShouldBe((400, 80));
        var dark = bitmap.Pixels.Count(p => p.Red < 100);
        dark.ShouldBeGreaterThan(500);
        // Different letters, not a box for each.
        var other = new Figure("t", "", 200, 40, canvas => Figure.Text(canvas, "Mood 1.11", 10, 28, 20));
        using var second = SKBitmap.Decode(other.ToPng());
        second.Pixels.SequenceEqual(bitmap.Pixels).ShouldBeFalse();
        Encoding.UTF8.GetString(figure.ToSvg()).ShouldContain("Dice 0.87");
    }

    [Fact]
    public void Charts_have_their_labels()
    {
        var rows = Enumerable
            .Range(0, 5)
            .SelectMany(i =>
                new[] { "naive-ce", "ace" }.Select(m => new ResultRow(
                    "tissue-wmh",
                    m,
                    1,
                    $"s{i}",
                    "gm",
                    "dice",
                    m == "ace" ? 0.8 + 0.01 * i : 0.1 * i
                ))
            )
            .ToList();
        var svg = Encoding.UTF8.GetString(BoxPlots.Of(rows, ["naive-ce", "ace"]).ToSvg());
        foreach (var text in new[] { "naive-ce", "ace", "gm", "0.8" })
            svg.ShouldContain(text);
        using var bitmap = SKBitmap.Decode(BoxPlots.Of(rows, ["naive-ce", "ace"]).ToPng());
        // The names of the strategies stand in the lower third.
        var lower = bitmap.Pixels.Skip(bitmap.Width * bitmap.Height * 2 / 3);
        lower.Count(p => p.Red < 100).ShouldBeGreaterThan(300);
    }

    [Fact]
    public void A_network_that_two_strategies_share_has_one_curve()
    {
        var svg = Encoding.UTF8.GetString(
            CurveFigure
                .Of([Curve("first: tissue", 0.3), Curve("first: lesions", 0.2), Curve("second: tissue", 0.3)])
                .ToSvg()
        );
        svg.ShouldContain("first: tissue");
        svg.ShouldContain("first: lesions");
        svg.ShouldNotContain("second: tissue");

        static (string, int, LossCurve, LossCurve) Curve(string name, double last) =>
            (name, 0, new(name, [1, 2], [1, last]), new(name, [1, 2], [1, 0.5]));
    }

    // A head that is brighter on its right; one method says what is true, one grey matter everywhere.
    [Fact]
    public void Pictures_are_radiological_and_show_what_is_wrong_and_nothing_else()
    {
        var space = new LabelSpace(["background", "gm", "wmh"]);
        var grid = SubjectSettings.Centred(new(30, 30, 4), Spacing.Isotropic(2));
        var image = new Volume<float>(grid);
        var truth = new Volume<byte>(grid);
        for (var i = 0; i < truth.Voxels.Length; i++)
        {
            var isRight = i % 30 >= 15;
            image.Voxels[i] = isRight ? 100 : 40;
            truth.Voxels[i] = (byte)(isRight ? 2 : 1);
        }

        var grey = truth.With(Array.ConvertAll(truth.Voxels, _ => (byte)1));
        // One column of voxels may be either.
        var labels = new Volume<int>(grid);
        for (var i = 0; i < labels.Voxels.Length; i++)
            labels.Voxels[i] = i % 30 == 29 ? 9 : truth.Voxels[i];
        var sets = new Dictionary<int, CandidateSet>
        {
            [1] = CandidateSet.Of(1),
            [2] = CandidateSet.Of(2),
            [9] = CandidateSet.Of(1, 2),
        };
        var reference = CandidateMap.Translate(labels, new Protocol(space, sets), "labels");
        var figure = QualitativeFigure.Of(space, "T1", [new("s", image, reference, [("true", truth), ("grey", grey)])]);
        using var bitmap = SKBitmap.Decode(figure.ToPng());
        // Cells of 150 after gaps of 6, below the name and the heading; two pixels a point.
        (double Left, double Right) Colourful(int column, bool isError) => Halves(column, isError, Saturation);
        (double Left, double Right) Bright(int column, bool isError) => Halves(column, isError, p => p.Red);

        var (left, right) = Bright(0, false);
        left.ShouldBeGreaterThan(right + 30, "the subject's right is on the left");
        // Nothing is wrong; and grey matter on the right alone, which is drawn on the left.
        var (wrongLeft, wrongRight) = Colourful(2, true);
        (wrongLeft + wrongRight).ShouldBeLessThan(1);
        var (greyLeft, greyRight) = Colourful(3, true);
        greyLeft.ShouldBeGreaterThan(40);
        greyRight.ShouldBeLessThan(1);
        // The segmentations themselves are coloured on both sides.
        Math.Min(Colourful(3, false).Left, Colourful(3, false).Right).ShouldBeGreaterThan(40);

        (double, double) Halves(int column, bool isError, Func<SKColor, double> value)
        {
            var (x, y) = (6 + column * 156, 22 + 20 + (isError ? 150 + 6 : 0));
            return (Mean(x + 15, y + 15), Mean(x + 90, y + 15));

            double Mean(int fromX, int fromY)
            {
                var sum = 0.0;
                for (var dy = 0; dy < 120; dy++)
                for (var dx = 0; dx < 45; dx++)
                    sum += value(bitmap.GetPixel(2 * (fromX + dx), 2 * (fromY + dy)));
                return sum / (120 * 45);
            }
        }

        static double Saturation(SKColor p) =>
            Math.Max(p.Red, Math.Max(p.Green, p.Blue)) - Math.Min(p.Red, Math.Min(p.Green, p.Blue));
    }

    [Fact]
    public void Many_strategies_fill_two_rows_a_subject_and_panels_two_a_row()
    {
        var names = Enumerable.Range(0, 17).Select(i => $"strategy-{i:00}").ToList();
        var space = new LabelSpace(["background", "gm"]);
        var grid = SubjectSettings.Centred(new(20, 20, 2), Spacing.Isotropic(2));
        var labels = new Volume<int>(grid);
        Array.Fill(labels.Voxels, 1);
        var reference = CandidateMap.Translate(
            labels,
            new Protocol(space, new Dictionary<int, CandidateSet> { [1] = CandidateSet.Of(1) }),
            "labels"
        );
        var image = new Volume<float>(grid);
        var all = new Volume<byte>(grid);
        Array.Fill(all.Voxels, (byte)1);
        var one = new QualitativeFigure.Case("s", image, reference, [.. names.Select(n => (n, all))]);
        var places = Places(QualitativeFigure.Of(space, "T1", [one, one with { Name = "t" }]), names);
        // Nine and eight of each subject, each at a place of its own below the one before.
        places.Count.ShouldBe(34);
        places.Distinct().Count().ShouldBe(34);
        places.GroupBy(p => p.Y).OrderBy(g => g.Key).Select(g => g.Count()).ShouldBe([9, 8, 9, 8]);

        var rows =
            from structure in new[] { "csf", "gm", "wm", "edema", "tumor" }
            from name in names
            select new ResultRow("x", name, 1, "s", structure, "dice", 0.5);
        // Each is drawn twice, over itself.
        var titles = Places(BoxPlots.Of([.. rows], names), ["csf", "gm", "wm", "edema", "tumor"]).Distinct().ToList();
        titles.Count.ShouldBe(5);
        titles.GroupBy(p => p.Y).OrderBy(g => g.Key).Select(g => g.Count()).ShouldBe([2, 2, 1]);

        // A text lies where it is moved to, or else where its first letter is.
        static List<(double X, double Y)> Places(Figure figure, IEnumerable<string> texts)
        {
            var svg = Encoding.UTF8.GetString(figure.ToSvg());
            const string Moved = "transform=\"translate\\(([0-9.]+) ([0-9.]+)\\)\"[^>]*";
            const string Placed = "[^>]*x=\"([0-9.]+),[^>]*y=\"([0-9.]+),[^>]*";
            return
            [
                .. texts
                    .SelectMany(t => Regex.Matches(svg, $"<text (?:{Moved}|{Placed})>\\s*{t}\\s*</text>"))
                    .Select(m =>
                        m.Groups.Values.Skip(1).Where(g => g.Success).Select(g => double.Parse(g.Value)).ToList()
                    )
                    .Select(p => (p[0], p[1])),
            ];
        }
    }

    // As FreeSurfer has them, and as imported datasets are called.
    [Fact]
    public void Long_names_stay_within_the_figure_and_beside_the_pictures()
    {
        string[] classes =
        [
            "background",
            .. new[]
            {
                "Cerebral-White-Matter",
                "Cerebellum-White-Matter",
                "Thalamus",
                "Hippocampus",
                "Amygdala",
            }.SelectMany(n => new[] { $"Left-{n}", $"Right-{n}" }),
            "wmh",
        ];
        var space = new LabelSpace(classes);
        var grid = SubjectSettings.Centred(new(20, 20, 2), Spacing.Isotropic(2));
        var sets = Enumerable.Range(0, 8).ToDictionary(v => v, v => v == 0 ? space.All : CandidateSet.Of(v, v + 1));
        var map = CandidateMap.Translate(new Volume<int>(grid), new Protocol(space, sets), "labels");
        var subject = new Subject("d", "s", new Dictionary<string, string>(), null, null);
        var data = new SubjectData(subject, ["T1"], [new Volume<float>(grid)], map, null, []);
        var contradiction = ContradictionFigure.Of(space, [("wmh2017-amsterdam-petmr-test", data)]);
        var qualitative = QualitativeFigure.Of(
            space,
            "T1",
            [new("s", data.Images[0], map, [("ace", new Volume<byte>(grid))])]
        );
        foreach (var figure in new[] { contradiction, qualitative })
        {
            var texts = Texts(figure);
            foreach (var name in classes.Skip(1))
                texts.ShouldContain(t => t.Text == name);
            texts.ShouldAllBe(t => t.X + Figure.WidthOf(t.Text, 11) <= figure.Width);
            texts.ShouldAllBe(t => t.Y <= figure.Height);
        }

        var dataset = Texts(contradiction).Single(t => t.Text.StartsWith("wmh2017", StringComparison.Ordinal));
        var heading = Texts(contradiction).Single(t => t.Text == "T1");
        (dataset.X + Figure.WidthOf(dataset.Text)).ShouldBeLessThan(heading.X);
        // Eight sets, eight colours.
        Regex
            .Matches(Encoding.UTF8.GetString(contradiction.ToSvg()), "<rect fill=\"#?([0-9A-Za-z]+)\"")
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .Count()
            .ShouldBeGreaterThanOrEqualTo(classes.Length + sets.Count);

        static List<(string Text, double X, double Y)> Texts(Figure figure) =>
            [
                .. Regex
                    .Matches(
                        Encoding.UTF8.GetString(figure.ToSvg()),
                        "<text [^>]*?x=\"([0-9.]+),[^>]*?y=\"([0-9.]+),[^>]*>\\s*([^<]+?)\\s*</text>"
                    )
                    .Select(m => (m.Groups[3].Value, double.Parse(m.Groups[1].Value), double.Parse(m.Groups[2].Value))),
            ];
    }

    [Fact]
    public void Networks_of_one_strategy_have_lines_of_their_own()
    {
        var curves = Enumerable
            .Range(0, 3)
            .Select(i => ($"multi-unet: {i}", 0, new LossCurve("a", [1, 2], [1, 0.1 * i]), new LossCurve("b", [], [])));
        var svg = Encoding.UTF8.GetString(CurveFigure.Of([.. curves]).ToSvg());
        // One stroke, and dashes of two lengths.
        Regex
            .Matches(svg, "<path [^>]*=\"#0072B2\"[^>]* d=\"([^\"]+)\"")
            .Select(m => m.Groups[1].Value.Count(c => c == 'M'))
            .Distinct()
            .Count()
            .ShouldBe(3);
    }

    [Fact]
    public void The_key_of_many_curves_is_one_column()
    {
        var names = Enumerable.Range(0, 20).Select(i => $"strategy number {i}").ToList();
        var figure = CurveFigure.Of([
            .. names.Select(
                (n, i) => (n, i, new LossCurve(n, [1, 2], [1, 0.01 * i]), new LossCurve(n, [1, 2], [1, 0.5]))
            ),
        ]);
        var svg = Encoding.UTF8.GetString(figure.ToSvg());
        var places = names.Select(n =>
            Regex.Match(svg, $"<text transform=\"translate\\(([0-9.]+) [^>]*>\\s*{n}\\s*</text>").Groups[1].Value
        );
        places.Distinct().Single().ShouldNotBeEmpty();
    }

    [Fact]
    public void Panels_of_a_figure_do_not_wipe_each_other()
    {
        var rows = new[] { "csf", "gm", "wm" }
            .SelectMany(s =>
                Enumerable.Range(0, 4).Select(i => new ResultRow("x", "ace", 1, $"s{i}", s, "dice", 0.5 + 0.1 * i))
            )
            .ToList();
        using var bitmap = SKBitmap.Decode(BoxPlots.Of(rows, ["naive-ce", "ace"]).ToPng());
        for (var panel = 0; panel < 3; panel++)
        {
            var dark = 0;
            for (var y = 0; y < bitmap.Height; y++)
            for (var x = bitmap.Width * panel / 3; x < bitmap.Width * (panel + 1) / 3; x++)
                dark += bitmap.GetPixel(x, y).Red < 100 ? 1 : 0;
            dark.ShouldBeGreaterThan(500, $"panel {panel}");
        }
    }
}
