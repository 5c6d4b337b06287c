using Concord.Cli.Terminal;

namespace Concord.Cli.Tests.Terminal;

public sealed class TimeLeftTests
{
    [Fact]
    public void Work_that_is_taken_up_again_is_timed_by_what_is_done_now()
    {
        var left = new TimeLeft();
        left.Estimate(Seconds(0), 0.3).ShouldBeNull();
        left.Estimate(Seconds(0.5), 0.7).ShouldBeNull("found done");
        left.Estimate(Seconds(10.5), 0.8)!.Value.ShouldBe(Seconds(20), Seconds(1e-3));
        left.Estimate(Seconds(30.5), 1)!.Value.ShouldBe(Seconds(0));
        left.Reset();
        left.Estimate(Seconds(0), 0).ShouldBeNull();
        left.Estimate(Seconds(20), 0.25)!.Value.ShouldBe(Seconds(60), Seconds(1e-3));
    }

    [Fact]
    public void Hardly_begun_work_has_no_impossible_time_left() =>
        new TimeLeft().Estimate(TimeSpan.FromDays(300), 1e-300)!.Value.ShouldBeGreaterThan(TimeSpan.FromDays(1000));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
