using System.Globalization;
using System.Net;
using System.Text;
using Concord.Imaging;

namespace Concord.Experiments.Reports;

/// <summary>Draws loss curves as SVG with a logarithmic vertical axis.</summary>
public static class LossChart
{
    private const int Width = 720;
    private const int Height = 300;
    private const int Left = 64;
    private const int Bottom = 40;

    // A loss of 0 has no logarithm.
    private const double Least = 1e-6;

    private static readonly string[] Colors = ["#c0392b", "#1f6f8b", "#7d5ba6", "#2e7d32"];

    private const string OwnStyle =
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
        + "<style>text{font:13px sans-serif}.grid{stroke:#ddd}</style>";

    /// <summary>Writes the chart of curves as a file of its own.</summary>
    public static void Write(string path, IReadOnlyList<LossCurve> curves) =>
        AtomicFile.WriteText(path, ToSvg(curves, isFile: true) + "\n");

    /// <summary>The chart.</summary>
    /// <param name="curves">Those without a step are left out.</param>
    /// <param name="isFile">True for a file that stands alone; false for a page that has the styles.</param>
    public static string ToSvg(IReadOnlyList<LossCurve> curves, bool isFile = false)
    {
        var drawn = curves.Where(c => c.Steps.Count > 0).ToList();
        var thin = drawn.ConvertAll(c => c.Thin(150));
        var last = drawn.Select(c => c.Steps[^1]).Append(1).Max();
        var all = thin.SelectMany(c => c.Losses).DefaultIfEmpty(1).ToList();
        var high = Math.Ceiling(Math.Log10(Math.Max(Least, all.Max())));
        var low = Math.Min(high - 1, Math.Floor(Math.Log10(Math.Max(Least, all.Min()))));
        double X(double step) => Left + (Width - Left - 120) * step / last;
        double Y(double loss) =>
            10 + (Height - Bottom - 10) * (high - Math.Log10(Math.Max(loss, Least))) / (high - low);

        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"loss by step\">"
        );
        if (isFile)
            svg.Append(OwnStyle);
        for (var power = low; power <= high; power++)
        {
            var y = Y(Math.Pow(10, power));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" x2=\"{X(last):0}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" class=\"grid\"/>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, power):0.######}</text>"
            );
        }

        for (var i = 0; i <= 4; i++)
        {
            var step = Math.Round(last * i / 4);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(step):0}\" y=\"{Height - 20}\" text-anchor=\"middle\">{step}</text>"
            );
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{X(last / 2):0}\" y=\"{Height - 3}\" text-anchor=\"middle\">step</text>"
        );
        svg.Append(
            $"<text transform=\"rotate(-90)\" x=\"{-(Height - Bottom) / 2}\" y=\"14\" text-anchor=\"middle\">loss</text>"
        );
        for (var i = 0; i < thin.Count; i++)
        {
            var points = thin[i]
                .Steps.Zip(
                    thin[i].Losses,
                    (s, l) => string.Create(CultureInfo.InvariantCulture, $"{X(s):0.#},{Y(l):0.#}")
                );
            svg.Append(
                $"<polyline fill=\"none\" stroke-width=\"2\" stroke=\"{Colors[i % 4]}\" points=\"{string.Join(' ', points)}\"/>"
            );
            var y = Y(thin[i].Losses[^1]);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(last) + 8:0}\" y=\"{y + 4:0}\" fill=\"{Colors[i % 4]}\">{WebUtility.HtmlEncode(thin[i].Name)}</text>"
            );
        }

        return svg.Append("</svg>").ToString();
    }
}
