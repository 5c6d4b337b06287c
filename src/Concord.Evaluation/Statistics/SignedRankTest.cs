using MathNet.Numerics.Distributions;

namespace Concord.Evaluation.Statistics;

/// <summary>
/// The signed-rank test of paired differences (Wilcoxon, Biometrics Bulletin 1:80, 1945), two-sided, of the hypothesis that
/// they lie symmetrically about 0. Differences of 0 are ranked with the others and then dropped (Pratt, J Am Stat Assoc
/// 54:655, 1959); equal ones share their mean rank.
/// </summary>
/// <param name="Count">All differences, zeros included.</param>
/// <param name="Zeros">Those that are 0.</param>
/// <param name="Positive">The sum of ranks of positive differences.</param>
/// <param name="Negative">The sum of ranks of negative differences.</param>
/// <param name="P">
/// The probability, in [0, 1], of sums that differ at least as much; null if all differences are 0 or there are none.
/// </param>
/// <param name="IsExact">True if it was counted over all signs, false for the normal approximation.</param>
public sealed record SignedRankTest(int Count, int Zeros, double Positive, double Negative, double? P, bool IsExact)
{
    /// <summary>The most differences, zeros included, for which all signs are counted.</summary>
    public const int MostExact = 25;

    /// <summary>Tests differences.</summary>
    /// <exception cref="ArgumentException">One isn't finite.</exception>
    public static SignedRankTest Of(IReadOnlyList<double> differences)
    {
        if (differences.Any(d => !double.IsFinite(d)))
            throw new ArgumentException("A difference isn't finite.", nameof(differences));
        var ranks = DoubledRanks(differences);
        var used = Enumerable.Range(0, ranks.Length).Where(i => differences[i] != 0).ToList();
        var positive = used.Where(i => differences[i] > 0).Sum(i => ranks[i]);
        var all = used.Sum(i => ranks[i]);
        var isExact = differences.Count <= MostExact;
        var signed = used.Select(i => ranks[i]).ToList();
        double? p =
            used.Count == 0 ? null
            : isExact ? Counted(signed, Math.Min(positive, all - positive))
            : Approximate(signed, positive);
        return new(
            differences.Count,
            differences.Count - used.Count,
            positive / 2.0,
            (all - positive) / 2.0,
            p,
            isExact
        );
    }

    /// <summary>Twice the mean rank of each absolute difference: whole numbers.</summary>
    private static int[] DoubledRanks(IReadOnlyList<double> differences)
    {
        var order = Enumerable.Range(0, differences.Count).OrderBy(i => Math.Abs(differences[i])).ToList();
        var ranks = new int[differences.Count];
        for (var first = 0; first < order.Count; )
        {
            var last = first;
            while (last + 1 < order.Count && Size(last + 1) == Size(first))
                last++;
            for (var i = first; i <= last; i++)
                ranks[order[i]] = first + 1 + last + 1;
            first = last + 1;
        }

        return ranks;

        double Size(int place) => Math.Abs(differences[order[place]]);
    }

    /// <summary>Twice the share of the 2^n ways to give signs whose smaller sum isn't above the one seen.</summary>
    private static double Counted(List<int> ranks, int smaller)
    {
        // Ways to reach each sum. Counts up to 2^25 are exact in double precision.
        var ways = new double[ranks.Sum() + 1];
        ways[0] = 1;
        var top = 0;
        foreach (var rank in ranks)
        {
            for (var sum = top; sum >= 0; sum--)
                ways[sum + rank] += ways[sum];
            top += rank;
        }

        var tail = 0.0;
        for (var sum = 0; sum <= smaller; sum++)
            tail += ways[sum];
        return Math.Min(1, 2 * tail / Math.Pow(2, ranks.Count));
    }

    // Given the ranks, the sum of those with a positive sign has mean half their sum and variance a quarter of the sum of
    // their squares, ties and dropped zeros included.
    private static double Approximate(List<int> doubled, int positive)
    {
        var mean = doubled.Sum(r => r / 2.0) / 2;
        var variance = doubled.Sum(r => r / 2.0 * (r / 2.0)) / 4;
        var z = Math.Abs(positive / 2.0 - mean) / Math.Sqrt(variance);
        return Math.Min(1, 2 * Normal.CDF(0, 1, -z));
    }
}
