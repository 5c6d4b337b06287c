using Concord.Evaluation.Statistics;

namespace Concord.Evaluation.Tests.Statistics;

public sealed class HolmCorrectionTests
{
    [Fact]
    public void Steps_down_from_the_smallest()
    {
        // 4 x 0.005, 3 x 0.01, then 2 x 0.03 and not less for the last.
        HolmCorrection
            .Adjust([0.01, 0.04, 0.03, 0.005])
            .Select(p => Math.Round(p!.Value, 12))
            .ShouldBe([0.03, 0.06, 0.06, 0.02]);
    }

    [Fact]
    public void Never_exceeds_one_and_leaves_out_what_was_not_tested()
    {
        HolmCorrection.Adjust([0.6, null, 0.7]).ShouldBe([1.0, null, 1.0]);
        HolmCorrection.Adjust([]).ShouldBeEmpty();
    }
}
