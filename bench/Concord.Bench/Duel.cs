using System.Globalization;
using Concord.Evaluation.Statistics;

namespace Concord.Bench;

/// <summary>Two ways to do the same, timed in turns, so that whatever else the machine does hits both.</summary>
/// <param name="Own">Seconds of each round.</param>
/// <param name="Rival">Seconds of each round.</param>
internal sealed record Duel(IReadOnlyList<double> Own, IReadOnlyList<double> Rival)
{
    /// <summary>How many times faster the first is: the median of the rounds' ratios.</summary>
    public double Ratio => Median(Ratios);

    private IEnumerable<double> Ratios => Own.Zip(Rival, (a, b) => b / a);

    /// <summary>Times both, first once each to warm up, then in turns, each first in every other round.</summary>
    /// <param name="own">Does it and tells the seconds.</param>
    /// <param name="rival">Does it and tells the seconds.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="warmsUp">False for what starts a process each time and takes minutes.</param>
    public static Duel Run(Func<double> own, Func<double> rival, int rounds = 7, bool warmsUp = true)
    {
        if (warmsUp)
        {
            own();
            rival();
        }

        var (a, b) = (new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            if (i % 2 == 0)
                a.Add(own());
            b.Add(rival());
            if (i % 2 != 0)
                a.Add(own());
        }

        return new(a, b);
    }

    /// <summary>The ratio with its spread.</summary>
    public string Figure =>
        string.Create(CultureInfo.InvariantCulture, $"{Ratio:0.0} × ({Ratios.Min():0.0} to {Ratios.Max():0.0})");

    /// <summary>Both medians, in milliseconds.</summary>
    public string Detail =>
        string.Create(CultureInfo.InvariantCulture, $"{1000 * Median(Own):0} ms against {1000 * Median(Rival):0} ms");

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values) => Percentiles.Of(values, 0.5)!.Value;
}
