namespace Concord.Evaluation.Tests;

public sealed class ScoreSummaryTests
{
    [Fact]
    public void Leaves_undefined_values_out_of_the_mean_and_says_how_many()
    {
        Score[] scores = [new("a", "wmh", "dice", 0.5), new("b", "wmh", "dice", null), new("c", "wmh", "dice", 0.7)];
        var summary = ScoreSummary.Of(scores).ShouldHaveSingleItem();
        summary.Count.ShouldBe(2);
        summary.Undefined.ShouldBe(1);
        summary.Mean!.Value.ShouldBe(0.6, 1e-12);
        summary.Deviation!.Value.ShouldBe(Math.Sqrt(0.02), 1e-12);
    }

    [Fact]
    public void Has_no_mean_where_nothing_is_defined() =>
        ScoreSummary.Of([new("a", "wmh", "dice", null)]).ShouldHaveSingleItem().Mean.ShouldBeNull();
}
