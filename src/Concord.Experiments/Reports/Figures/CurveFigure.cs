using ScottPlot;

namespace Concord.Experiments.Reports.Figures;

/// <summary>Loss by step: of training, and on the validation patches.</summary>
internal static class CurveFigure
{
    private const int Width = 1000;
    private const int LeastHeight = 360;

    // Of a line of the legend, and of what else is above and below it.
    private const int Line = 20;
    private const int Margin = 90;
    private const int Groups = 80;
    private static readonly LinePattern[] Patterns =
    [
        LinePattern.Solid,
        LinePattern.DenselyDashed,
        LinePattern.Dotted,
        LinePattern.Dashed,
    ];
    private static readonly double[] Ticks = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    /// <param name="curves">
    /// Of each network: its name, the place of its strategy among the colours, the losses of training, and those of
    /// validation, which may be none.
    /// </param>
    public static Figure Of(IReadOnlyList<(string Name, int Color, LossCurve Training, LossCurve Validation)> curves)
    {
        var distinct = curves
            .Where((c, i) => !curves.Take(i).Any(e => e.Training.Losses.SequenceEqual(c.Training.Losses)))
            .ToList();
        var height = Math.Max(LeastHeight, Margin + Line * distinct.Count);
        return new(
            "losses",
            "Loss by step with the first seed that is done: training, and the same patches of validation subjects every time. "
                + "The losses of different strategies are different quantities: compare shapes, not heights. A network that two strategies "
                + "have in common is drawn once.",
            Width,
            height,
            canvas =>
            {
                const int left = Width / 2 - 90;
                var training = Panel(
                    "training",
                    distinct.Select(c => (c.Name, c.Color, c.Training.Thin(Groups))),
                    isLegend: false
                );
                var validation = Panel(
                    "validation",
                    distinct.Select(c => (c.Name, c.Color, c.Validation)),
                    isLegend: true
                );
                Figure.Chart(canvas, training, 0, 0, left, height);
                Figure.Chart(canvas, validation, left, 0, Width - left, height);
            }
        );
    }

    private static Plot Panel(
        string title,
        IEnumerable<(string Name, int Color, LossCurve Curve)> curves,
        bool isLegend
    )
    {
        var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        var drawn = new Dictionary<int, int>();
        foreach (var (name, color, curve) in curves)
        {
            if (curve.Steps.Count == 0)
                continue;
            var logs = curve.Losses.Select(l => Math.Log10(Math.Max(l, 1e-6))).ToArray();
            var line = plot.Add.ScatterLine(curve.Steps.ToArray(), logs, Color.FromHex($"#{Palette.Of(color):x6}"));
            line.LineWidth = 1.5f;
            line.LegendText = name;
            // Other networks of a strategy have its colour.
            line.LinePattern = Patterns[drawn.GetValueOrDefault(color) % Patterns.Length];
            drawn[color] = drawn.GetValueOrDefault(color) + 1;
        }

        plot.Title(title, 14);
        plot.XLabel("step", 12);
        plot.Axes.Left.SetTicks(
            [.. Ticks.Select(Math.Log10)],
            [.. Ticks.Select(t => t.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture))]
        );
        if (isLegend)
            plot.ShowLegend(Edge.Right);
        else
        {
            plot.HideLegend();
            // Half of the last step's number.
            plot.Axes.Right.MinimumSize = 24;
        }

        return plot;
    }
}
