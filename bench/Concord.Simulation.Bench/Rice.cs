namespace Concord.Simulation.Bench;

/// <summary>The moments of the Rice distribution for sigma 1, by numerical integration.</summary>
internal static class Rice
{
    public static (double Mean, double Variance) Moments(double signal)
    {
        // The length of (signal + a, b) with a, b standard normal, over a grid of both.
        const double Step = 0.02;
        double weight = 0,
            mean = 0,
            square = 0;
        for (var a = -8.0; a <= 8; a += Step)
        for (var b = -8.0; b <= 8; b += Step)
        {
            var w = Math.Exp(-(a * a + b * b) / 2);
            var r = Math.Sqrt((signal + a) * (signal + a) + b * b);
            (weight, mean, square) = (weight + w, mean + w * r, square + w * r * r);
        }

        mean /= weight;
        return (mean, square / weight - mean * mean);
    }
}
