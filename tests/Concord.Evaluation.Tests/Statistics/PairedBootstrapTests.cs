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
        var interval = PairedBootstrap.Of([.. values.Select(v => One(v))], 1)!;
        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / 399 / 400);
        interval.Mean.ShouldBe(mean, 1e-12);
        interval.Low.ShouldBe(mean - 1.96 * error, 0.1 * error);
        interval.High.ShouldBe(mean + 1.96 * error, 0.1 * error);
    }

    // What docs/benchmark.md says of few subjects.
    [Theory]
    [InlineData(2, 0.49)]
    [InlineData(5, 0.83)]
    [InlineData(7, 0.86)]
    [InlineData(20, 0.93)]
    public void Intervals_of_few_hold_the_mean_less_often_than_they_say(int subjects, double expected)
    {
        const int Times = 800;
        var random = new Random64(11);
        var held = 0;
        for (var i = 0; i < Times; i++)
        {
            var interval = PairedBootstrap.Of(
                [.. Enumerable.Range(0, subjects).Select(_ => One(random.NextNormal()))],
                1
            )!;
            held += interval is { Low: <= 0, High: >= 0 } ? 1 : 0;
        }

        ((double)held / Times).ShouldBe(expected, 0.035);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_one_value_none()
    {
        IReadOnlyList<double?>[] three = [One(1), One(2), One(4)];
        PairedBootstrap.Of(three, 5).ShouldBe(PairedBootstrap.Of(three, 5));
        PairedBootstrap.Of([One(1)], 5).ShouldBeNull();
    }

    // Subjects that agree and trainings that don't: only another training could have come out otherwise.
    [Fact]
    public void An_interval_is_as_wide_as_trainings_differ()
    {
        IReadOnlyList<double?>[] subjects =
        [
            .. Enumerable.Range(0, 9).Select(_ => (IReadOnlyList<double?>)[0, 0.3, 0.6]),
        ];
        var interval = PairedBootstrap.Of(subjects, 1)!;
        interval.Mean.ShouldBe(0.3, 1e-12);
        // The mean is 0 where the first is drawn three times, once in 27: more often than 2.5 % of resamples.
        interval.Low.ShouldBe(0, 1e-12);
        interval.High.ShouldBe(0.6, 1e-12);
        IReadOnlyList<double?>[] one = [.. subjects.Select(s => One(s[1]))];
        PairedBootstrap.Of(one, 1).ShouldBe(new PairedBootstrap(0.3, 0.3, 0.3));
    }

    [Fact]
    public void A_subject_counts_with_the_trainings_that_it_has()
    {
        IReadOnlyList<double?>[] subjects =
        [
            [1, null],
            [2, 4],
        ];
        var interval = PairedBootstrap.Of(subjects, 1)!;
        interval.Mean.ShouldBe(2, 1e-12);
        // The first training twice, or both; never the second twice, with which the first subject has no value.
        interval.Low.ShouldBe(1, 1e-12);
        interval.High.ShouldBe(3, 1e-12);
        Should.Throw<ArgumentException>(() =>
            PairedBootstrap.Of(
                [
                    [null, null],
                    [2, 4],
                ],
                1
            )
        );
        Should.Throw<ArgumentException>(() =>
            PairedBootstrap.Of(
                [
                    [1],
                    [2, 4],
                ],
                1
            )
        );
    }

    // Each subject has a value with one training of twenty, another than all others have: twenty draws hardly ever hold all.
    [Fact]
    public void Gives_up_where_resamples_hardly_ever_have_every_subject() =>
        PairedBootstrap
            .Of(
                [
                    .. Enumerable
                        .Range(0, 20)
                        .Select(i =>
                            (IReadOnlyList<double?>)
                                [.. Enumerable.Range(0, 20).Select(t => t == i ? 1.0 : (double?)null)]
                        ),
                ],
                1
            )
            .ShouldBeNull();

    private static IReadOnlyList<double?> One(double? value) => [value];
}
