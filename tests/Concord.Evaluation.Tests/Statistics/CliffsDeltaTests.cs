using Concord.Evaluation.Statistics;

namespace Concord.Evaluation.Tests.Statistics;

public sealed class CliffsDeltaTests
{
    [Fact]
    public void Is_the_difference_of_the_shares_of_pairs()
    {
        CliffsDelta.Of([2, 3], [1]).ShouldBe(1);
        CliffsDelta.Of([1, 2], [1, 2]).ShouldBe(0);
        // Nine pairs: one larger, one equal, seven smaller.
        CliffsDelta.Of([1, 2, 3], [2.5, 3, 4])!.Value.ShouldBe((1 - 7) / 9.0, 1e-12);
        CliffsDelta.Of([], [1]).ShouldBeNull();
    }
}
