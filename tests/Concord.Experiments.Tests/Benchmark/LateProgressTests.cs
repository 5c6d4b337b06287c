using Concord.Experiments.Benchmark.Analysis;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class LateProgressTests
{
    [Fact]
    public void Compares_the_last_third_with_the_one_before()
    {
        Of(9, 9, 1, 3, 1.5, 1.5)!.Value.ShouldBe(-0.25, 1e-12);
        Of(1, 1, 1, 1, 1, 1, 1)!.Value.ShouldBe(0, 1e-12);
        // What doesn't divide by three is left out at the beginning.
        Of(100, 100, 9, 9, 2, 2, 3, 3)!.Value.ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void Says_nothing_of_few_measurements_or_a_loss_of_zero()
    {
        Of(3, 2, 1, 1, 1).ShouldBeNull();
        Of().ShouldBeNull();
        Of(0, 0, 0, 0, 0, 0).ShouldBeNull();
    }

    private static double? Of(params double[] losses) =>
        LateProgress.Of([.. losses.Select((l, i) => (50L * (i + 1), l))]);
}
