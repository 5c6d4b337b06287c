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

    // Many ties and zeros: with another variance, or with zeros dropped before ranking, p is another.
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.6)]
    [InlineData(4, 0.9)]
    public void The_approximation_is_near_the_count_with_ties_and_zeros(ulong seed, double shift)
    {
        var random = new Random64(seed);
        var differences = Enumerable.Range(0, 60).Select(_ => Math.Round(random.NextNormal() + shift)).ToList();
        differences.Count(d => d == 0).ShouldBeGreaterThan(8);
        var test = SignedRankTest.Of(differences);
        test.IsExact.ShouldBeFalse();
        var exact = CountedByPratt(differences);
        test.P!.Value.ShouldBe(exact, 0.003 + 0.1 * exact);
    }

    /// <summary>Two-sided p over all signs of what isn't zero, by the distribution of sums of doubled ranks.</summary>
    private static double CountedByPratt(List<double> differences)
    {
        var sizes = differences.ConvertAll(Math.Abs);
        var ranks = sizes.ConvertAll(s => 2 * sizes.Count(o => o < s) + sizes.Count(o => o == s) + 1);
        var used = Enumerable.Range(0, sizes.Count).Where(i => differences[i] != 0).ToList();
        var chances = new Dictionary<int, double> { [0] = 1 };
        foreach (var i in used)
            chances = chances
                .SelectMany(c => new[] { (Sum: c.Key, Half: c.Value / 2), (Sum: c.Key + ranks[i], Half: c.Value / 2) })
                .GroupBy(c => c.Sum, c => c.Half)
                .ToDictionary(g => g.Key, g => g.Sum());
        var all = used.Sum(i => ranks[i]);
        var positive = used.Where(i => differences[i] > 0).Sum(i => ranks[i]);
        return Math.Min(1, 2 * chances.Where(c => c.Key <= Math.Min(positive, all - positive)).Sum(c => c.Value));
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
