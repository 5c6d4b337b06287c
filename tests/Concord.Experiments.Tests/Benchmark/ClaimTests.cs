using Concord.Evaluation.Statistics;
using Concord.Experiments.Benchmark;
using Concord.Experiments.Benchmark.Analysis;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class ClaimTests
{
    [Theory]
    [InlineData(ClaimedRelation.Higher, 0.1, 0.2, true)]
    [InlineData(ClaimedRelation.Higher, -0.1, 0.2, null)]
    [InlineData(ClaimedRelation.Higher, -0.2, -0.1, false)]
    [InlineData(ClaimedRelation.Lower, -0.2, -0.1, true)]
    [InlineData(ClaimedRelation.Lower, -0.2, 0.1, null)]
    [InlineData(ClaimedRelation.Lower, 0.1, 0.2, false)]
    // Lower for certain, but by less than anyone would care for.
    [InlineData(ClaimedRelation.NotLower, -0.009, -0.001, true)]
    [InlineData(ClaimedRelation.NotLower, -0.02, 0.1, null)]
    [InlineData(ClaimedRelation.NotLower, -0.02, -0.011, false)]
    [InlineData(ClaimedRelation.NotDifferent, -0.1, 0.1, true)]
    [InlineData(ClaimedRelation.NotDifferent, 0.001, 0.1, false)]
    [InlineData(ClaimedRelation.NotDifferent, -0.1, -0.001, false)]
    public void An_interval_confirms_contradicts_or_leaves_open(
        ClaimedRelation relation,
        double low,
        double high,
        bool? expected
    )
    {
        Claim claim = new("", "rival", ["gm"], relation);
        claim.IsReproduced([Comparison("rival", "gm", low, high)]).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0.51, 0.7, true)]
    [InlineData(0.4, 0.7, null)]
    [InlineData(0.1, 0.3, false)]
    public void Higher_may_mean_much_higher(double low, double high, bool? expected)
    {
        Claim claim = new("", "rival", ["gm"], ClaimedRelation.Higher) { Least = 0.5 };
        claim.IsReproduced([Comparison("rival", "gm", low, high)]).ShouldBe(expected);
    }

    [Fact]
    public void Every_structure_counts_and_none_may_be_missing()
    {
        Claim claim = new("", "rival", ["gm", "wm"], ClaimedRelation.Higher);
        var (gm, wm) = (Comparison("rival", "gm", 0.1, 0.2), Comparison("rival", "wm", 0.1, 0.2));
        claim.IsReproduced([gm, wm, Comparison("other", "gm", -2, -1)]).ShouldBe(true);
        claim.IsReproduced([gm, Comparison("rival", "wm", -0.1, 0.2)]).ShouldBeNull();
        claim.IsReproduced([Comparison("rival", "gm", -0.1, 0.2), Comparison("rival", "wm", -2, -1)]).ShouldBe(false);
        claim.IsReproduced([gm]).ShouldBeNull();
        // What contradicts it does so whatever else is missing.
        claim.IsReproduced([Comparison("rival", "gm", -0.2, -0.1)]).ShouldBe(false);
        claim.IsReproduced([gm with { Difference = null }, Comparison("rival", "wm", -2, -1)]).ShouldBe(false);
        claim.IsReproduced([gm, wm with { Difference = null }]).ShouldBeNull();
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, true)]
    public void Few_subjects_decide_nothing(int count, bool? expected)
    {
        Claim claim = new("", "rival", ["gm"], ClaimedRelation.Higher);
        var test = SignedRankTest.Of([.. Enumerable.Range(1, count).Select(i => 0.1 * i)]);
        claim.IsReproduced([Comparison("rival", "gm", 0.1, 0.2) with { Test = test }]).ShouldBe(expected);
    }

    [Fact]
    public void Claims_name_methods_and_classes_that_there_are()
    {
        foreach (var scenario in ScenarioCatalog.All)
        {
            var claims = ClaimCatalog.Of(scenario.Name);
            claims.ShouldNotBeEmpty();
            claims.ShouldAllBe(c => MethodCatalog.All.Any(m => m.Name == c.Rival));
            claims.ShouldAllBe(c => MethodCatalog.All.Any(m => m.Name == c.Method));
            claims.ShouldAllBe(c => c.Structures.All(s => scenario.Classes.Contains(s)));
        }
    }

    private static PairedComparison Comparison(string method, string structure, double low, double high) =>
        new(
            method,
            structure,
            SignedRankTest.Of([0.1, 0.2, 0.3, 0.4, 0.5]),
            null,
            new((low + high) / 2, low, high),
            null,
            []
        );
}
