using System.Globalization;

namespace Concord.Bench;

/// <summary>
/// How time grows with the size of a task: the slope of its logarithm over the size's by least squares, and from the last
/// size but one to the last, where what every size pays flattens it least. All sizes are timed in every round, as the machine
/// may be slower in one than in the next; of the rounds' slopes the median counts.
/// </summary>
/// <param name="What">The task, and from which size to which.</param>
/// <param name="Sizes">Ascending.</param>
/// <param name="Rounds">Seconds of each size, for each round.</param>
internal sealed record Slope(string What, IReadOnlyList<double> Sizes, IReadOnlyList<IReadOnlyList<double>> Rounds)
{
    /// <summary>Times every size once a round.</summary>
    /// <param name="what">The task, and from which size to which.</param>
    /// <param name="tasks">Sizes, and what does it and tells the seconds; ascending.</param>
    /// <param name="rounds">How often.</param>
    public static Slope Measure(string what, IReadOnlyList<(double Size, Func<double> Do)> tasks, int rounds) =>
        new(
            what,
            [.. tasks.Select(t => t.Size)],
            [.. Enumerable.Range(0, rounds).Select(_ => (IReadOnlyList<double>)[.. tasks.Select(t => t.Do())])]
        );

    /// <summary>Of all sizes.</summary>
    public double OfAll => Duel.Median(Rounds.Select(r => Fit(Sizes, r)));

    /// <summary>Of the last two sizes.</summary>
    public double OfLast => Duel.Median(Rounds.Select(r => Fit([.. Sizes.TakeLast(2)], [.. r.TakeLast(2)])));

    /// <summary>Both slopes, the first with its spread where there are several rounds.</summary>
    public string Figure
    {
        get
        {
            var all = Rounds.Select(r => Fit(Sizes, r)).ToList();
            var spread = all.Count > 1 ? $" ({Text(all.Min())} to {Text(all.Max())})" : "";
            return $"{Text(OfAll)}{spread} and {Text(OfLast)}";

            static string Text(double slope) => slope.ToString("0.00", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The seconds of the smallest and of the largest.</summary>
    public string Detail
    {
        get
        {
            return $"{What} ({Text(Duel.Median(Rounds.Select(r => r[0])))} to {Text(Duel.Median(Rounds.Select(r => r[^1])))})";

            static string Text(double seconds) =>
                seconds.ToString(seconds < 1 ? "0.00 s" : "0.0 s", CultureInfo.InvariantCulture);
        }
    }

    private static double Fit(IReadOnlyList<double> sizes, IReadOnlyList<double> seconds)
    {
        var points = sizes.Zip(seconds, (size, time) => (X: Math.Log(size), Y: Math.Log(time))).ToList();
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
