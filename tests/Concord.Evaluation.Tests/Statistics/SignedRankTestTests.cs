using Concord.Evaluation.Statistics;
using Concord.Imaging;

namespace Concord.Evaluation.Tests.Statistics;

public sealed class SignedRankTestTests
{
    // The largest smaller sum whose one-sided probability is at most 2.5 %, for 6, 7, … 25 differences: OEIS A226330, after
    // Mitic, Mathematica J 6:73, 1996.
    private static readonly int[] Critical =
    [
        0,
        2,
        3,
        5,
        8,
        10,
        13,
        17,
        21,
        25,
        29,
        34,
        40,
        46,
        52,
        58,
        65,
        73,
        81,
        89,
    ];

    [Fact]
    public void Agrees_with_published_critical_values()
    {
        for (var n = 6; n <= 25; n++)
        {
            var critical = Critical[n - 6];
            WithSum(n, critical).P!.Value.ShouldBeLessThanOrEqualTo(0.05, $"n = {n}");
            WithSum(n, critical + 1).P!.Value.ShouldBeGreaterThan(0.05, $"n = {n}");
        }
    }

    [Fact]
    public void Counts_the_signs_of_few_differences()
    {
        // All of five are positive: two of 32 ways are as far out.
        SignedRankTest.Of([0.1, 0.2, 0.3, 0.4, 0.5]).P.ShouldBe(2.0 / 32);
        // 1 and 2 tie at rank 1.5; sums 1.5 and 4.5. Of eight ways, those of 0, 1.5, 1.5 and their mirrors: 6.
        var tied = SignedRankTest.Of([-1, 1, 2]);
        (tied.Positive, tied.Negative).ShouldBe((4.5, 1.5));
        tied.P.ShouldBe(6.0 / 8);
    }

    [Fact]
    public void Zeros_are_ranked_and_then_dropped()
    {
        // Two zeros take ranks 1 and 2, as Pratt has it: the others have 3, 4, 5. Without them it would be 1, 2, 3.
        var test = SignedRankTest.Of([0, 0, 1, -2, 3]);
        (test.Count, test.Zeros, test.Positive, test.Negative).ShouldBe((5, 2, 8, 4));
        // Of eight ways the smaller sums 0, 3 and 4, and their mirrors.
        test.P.ShouldBe(6.0 / 8);
    }

    [Fact]
    public void The_approximation_goes_on_where_counting_ends()
    {
        var random = new Random64(3);
        var differences = Enumerable.Range(0, 25).Select(_ => random.NextNormal() + 0.4).ToList();
        var exact = SignedRankTest.Of(differences);
        exact.IsExact.ShouldBeTrue();
        // One more that weighs hardly anything.
        var longer = SignedRankTest.Of([.. differences, 1e-6]);
        longer.IsExact.ShouldBeFalse();
        longer.P!.Value.ShouldBe(exact.P!.Value, 0.2 * exact.P.Value);
    }

    [Fact]
    public void Nothing_but_zeros_says_nothing()
    {
        SignedRankTest.Of([0, 0]).P.ShouldBeNull();
        SignedRankTest.Of([]).P.ShouldBeNull();
        Should.Throw<ArgumentException>(() => SignedRankTest.Of([double.NaN]));
    }

    /// <summary>A test of n differences of different size whose smaller sum of ranks is this.</summary>
    private static SignedRankTest WithSum(int n, int sum)
    {
        var differences = new double[n];
        for (var rank = n; rank >= 1; rank--)
        {
            var isNegative = rank <= sum;
            sum -= isNegative ? rank : 0;
            differences[rank - 1] = isNegative ? -rank : rank;
        }

        return SignedRankTest.Of(differences);
    }
}
