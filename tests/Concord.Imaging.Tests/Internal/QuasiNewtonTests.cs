using Concord.Imaging.Internal;

namespace Concord.Imaging.Tests.Internal;

public sealed class QuasiNewtonTests
{
    [Fact]
    public void Climbs_a_long_ridge()
    {
        // Rosenbrock's valley upside down: its summit is at (1, 1).
        double[] found = QuasiNewton.Maximize(Ridge, [-1.2, 1], longest: 1, shortest: 1e-9, steps: 200);
        found[0].ShouldBe(1, 1e-4);
        found[1].ShouldBe(1, 1e-4);
    }

    [Fact]
    public void Stays_on_a_summit_and_on_a_plain()
    {
        QuasiNewton.Maximize(Ridge, [1, 1], 1, 1e-9, 50).ShouldBe([1, 1]);
        QuasiNewton.Maximize(Plain, [3, 4, 5], 1, 1e-9, 50).ShouldBe([3, 4, 5]);
    }

    private static double Ridge(ReadOnlySpan<double> p, Span<double> gradient)
    {
        var (a, b) = (1 - p[0], p[1] - p[0] * p[0]);
        (gradient[0], gradient[1]) = (2 * a + 400 * p[0] * b, -200 * b);
        return -a * a - 100 * b * b;
    }

    private static double Plain(ReadOnlySpan<double> p, Span<double> gradient)
    {
        gradient.Clear();
        return 7;
    }
}
