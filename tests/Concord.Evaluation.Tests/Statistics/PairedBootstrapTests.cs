using Concord.Evaluation.Statistics;
using Concord.Imaging;

namespace Concord.Evaluation.Tests.Statistics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void Is_about_as_wide_as_the_normal_interval_of_many()
    {
        var random = new Random64(7);
        var values = Enumerable.Range(0, 400).Select(_ => 1 + 2 * random.NextNormal()).ToList();
        var interval = PairedBootstrap.Of(values, 1)!;
        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / 399 / 400);
        interval.Mean.ShouldBe(mean, 1e-12);
        interval.Low.ShouldBe(mean - 1.96 * error, 0.1 * error);
        interval.High.ShouldBe(mean + 1.96 * error, 0.1 * error);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_one_value_none()
    {
        PairedBootstrap.Of([1, 2, 4], 5).ShouldBe(PairedBootstrap.Of([1, 2, 4], 5));
        PairedBootstrap.Of([1], 5).ShouldBeNull();
    }
}
