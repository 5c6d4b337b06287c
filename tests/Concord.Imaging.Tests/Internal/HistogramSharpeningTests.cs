using Concord.Imaging.Internal;

namespace Concord.Imaging.Tests.Internal;

public sealed class HistogramSharpeningTests
{
    [Fact]
    public void Draws_two_blurred_tissues_together()
    {
        var (logs, ones) = Tissues(shift: 0);
        var sharp = new float[logs.Length];
        HistogramSharpening.Apply(logs, ones, sharp);
        // Each within half of the width that it had, around where it was.
        Spread(sharp[..2000]).ShouldBeLessThan(Spread(logs[..2000]) / 2);
        Spread(sharp[2000..]).ShouldBeLessThan(Spread(logs[2000..]) / 2);
        sharp[..2000].Average().ShouldBe(0, 0.02f);
        sharp[2000..].Average().ShouldBe(0.6f, 0.02f);
    }

    [Fact]
    public void Moves_with_the_unit_of_the_intensities()
    {
        var (logs, ones) = Tissues(shift: 0);
        var (moved, _) = Tissues(shift: 5);
        var (a, b) = (new float[logs.Length], new float[logs.Length]);
        HistogramSharpening.Apply(logs, ones, a);
        HistogramSharpening.Apply(moved, ones, b);
        for (var i = 0; i < a.Length; i++)
            (b[i] - a[i]).ShouldBe(5, 1e-3f);
    }

    [Fact]
    public void A_weight_of_two_is_a_value_twice()
    {
        float[] once = [0, 0.1f, 0.5f, 0.6f];
        float[] twice = [0, 0.1f, 0.1f, 0.5f, 0.6f];
        var (a, b) = (new float[4], new float[5]);
        HistogramSharpening.Apply(once, [1, 2, 1, 1], a);
        HistogramSharpening.Apply(twice, [1, 1, 1, 1, 1], b);
        a[1].ShouldBe(b[1], 1e-5f);
        a[3].ShouldBe(b[4], 1e-5f);
    }

    [Theory]
    [InlineData(new float[] { 3 })]
    [InlineData(new float[] { 3, 3, 3 })]
    public void One_intensity_stays(float[] logs)
    {
        var sharp = new float[logs.Length];
        HistogramSharpening.Apply(logs, logs, sharp);
        sharp.ShouldBe(logs);
    }

    [Fact]
    public void Values_far_apart_stay_finite_and_within_their_range()
    {
        float[] logs = [-80, -79.9f, 0, 0.1f, 80];
        var sharp = new float[logs.Length];
        HistogramSharpening.Apply(logs, [1, 1, 1, 1, 1], sharp);
        sharp.ShouldAllBe(v => v >= -81 && v <= 81);
    }

    private static (float[] Logs, float[] Ones) Tissues(float shift)
    {
        var random = new Random64(4);
        var logs = new float[4000];
        // As wide as the Gaussian that is taken out.
        var sigma = HistogramSharpening.WidthAtHalf / 2.355;
        for (var i = 0; i < logs.Length; i++)
            logs[i] = shift + (i < 2000 ? 0 : 0.6f) + (float)(sigma * random.NextNormal());
        var ones = new float[logs.Length];
        Array.Fill(ones, 1);
        return (logs, ones);
    }

    private static double Spread(float[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
