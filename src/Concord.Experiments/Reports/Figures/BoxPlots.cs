using Concord.Evaluation.Statistics;
using Concord.Experiments.Benchmark.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Concord.Experiments.Reports.Figures;

/// <summary>
/// Dice by strategy, a panel for each structure, like the paper's Figure 3: boxes from quartile to quartile with the
/// median, whiskers to the furthest within one and a half of that, a dot for each subject, a diamond for the mean and, with
/// more than one training, a bar for the mean of each.
/// </summary>
internal static class BoxPlots
{
    private const int PanelHeight = 300;
    private const int TitleSize = 14;
    private const int AxisWidth = 60;

    // About as wide as the page.
    private const int MostWidth = 1150;

    /// <param name="dice">The rows of that metric.</param>
    /// <param name="order">Strategies in the order of their colours.</param>
    public static Figure Of(IReadOnlyCollection<ResultRow> dice, IReadOnlyList<string> order)
    {
        var structures = dice.Select(r => r.Structure).Distinct(StringComparer.Ordinal).ToList();
        var methods = dice.Select(r => r.Strategy).Distinct(StringComparer.Ordinal).ToList();
        // A title stands over the chart alone, beside its axis.
        var title = structures.Max(s => Figure.WidthOf(s, TitleSize)) + AxisWidth + 20;
        var panelWidth = Math.Max((int)Math.Max(240, title), 105 + 26 * methods.Count);
        var most = Math.Clamp(MostWidth / panelWidth, 1, structures.Count);
        var down = (structures.Count + most - 1) / most;
        var across = (structures.Count + down - 1) / down;
        return new(
            "dice",
            "Dice of each test subject by strategy, a subject being the mean over its seeds: box from quartile to quartile, "
                + "line at the median, diamond at the mean, bars at the means of single seeds.",
            across * panelWidth,
            down * PanelHeight,
            canvas =>
            {
                for (var i = 0; i < structures.Count; i++)
                {
                    var own = dice.Where(r => r.Structure == structures[i]).ToList();
                    var (left, top) = (i % across * panelWidth, i / across * PanelHeight);
                    Figure.Chart(canvas, Panel(structures[i], methods, order, own), left, top, panelWidth, PanelHeight);
                }
            }
        );
    }

    private static List<double> SeedMeans(IEnumerable<ResultRow> rows)
    {
        var means = rows.GroupBy(r => r.Seed)
            .Select(seed => StructureResult.Of([.. seed]).Mean)
            .OfType<double>()
            .ToList();
        return means.Count > 1 ? means : [];
    }

    private static Plot Panel(string structure, List<string> methods, IReadOnlyList<string> order, List<ResultRow> rows)
    {
        var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        for (var i = 0; i < methods.Count; i++)
        {
            var values = StructureResult.BySubject(rows.Where(r => r.Strategy == methods[i])).Values.Order().ToArray();
            if (values.Length == 0)
                continue;
            var color = Color.FromHex($"#{Palette.Of(order.ToList().IndexOf(methods[i])):x6}");
            double Part(double p) => Percentiles.OfSorted(values, p);
            var (low, high) = (Part(0.25), Part(0.75));
            var reach = 1.5 * (high - low);
            var box = plot.Add.Box(
                new Box
                {
                    Position = i,
                    BoxMin = low,
                    BoxMiddle = Part(0.5),
                    BoxMax = high,
                    WhiskerMin = values.First(v => v >= low - reach),
                    WhiskerMax = values.Last(v => v <= high + reach),
                    Width = 0.6,
                }
            );
            (box.FillColor, box.LineColor, box.LineWidth) = (color.WithAlpha(0.3), color, 1.2f);
            // Beside each other, in the order of their values: overlapping dots would hide how many there are.
            var xs = values.Select((_, k) => i - 0.2 + 0.4 * (k + 0.5) / values.Length).ToArray();
            plot.Add.Markers(xs, values, MarkerShape.FilledCircle, 3, color);
            plot.Add.Marker(i, values.Average(), MarkerShape.FilledDiamond, 7, Colors.Black);
            foreach (var mean in SeedMeans(rows.Where(r => r.Strategy == methods[i])))
                plot.Add.Marker(i + 0.38, mean, MarkerShape.HorizontalBar, 7, Colors.Black);
        }

        plot.Title(structure, TitleSize);
        plot.YLabel("Dice", 12);
        plot.Axes.SetLimits(-0.7, methods.Count - 0.3, -0.02, 1.02);
        plot.Axes.Bottom.SetTicks([.. methods.Select((_, i) => (double)i)], [.. methods]);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -55;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 11;
        plot.Axes.Bottom.MinimumSize = 105;
        plot.Axes.Left.MinimumSize = AxisWidth;
        plot.Grid.XAxisStyle.IsVisible = false;
        return plot;
    }
}
