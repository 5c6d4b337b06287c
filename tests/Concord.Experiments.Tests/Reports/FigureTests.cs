using System.Text;
using System.Text.RegularExpressions;
using Concord.Experiments.Reports;
using Concord.Experiments.Reports.Figures;
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
            Regex.Match(svg, $"<text[^>]* x=\"([0-9.]+)[^>]*>\\s*{n}\\s*</text>").Groups[1].Value
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
