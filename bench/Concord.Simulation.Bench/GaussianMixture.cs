namespace Concord.Simulation.Bench;

/// <summary>Three Gaussians fitted to grey values by expectation and maximisation (Dempster, Laird and Rubin 1977).</summary>
internal static class GaussianMixture
{
    private const int Bins = 1024;
    private const int Iterations = 300;

    /// <summary>The class of each value: 0 for the darkest, 2 for the brightest.</summary>
    public static int[] Fit(float[] values)
    {
        var sorted = values.Order().ToArray();
        var (low, high) = (sorted[0], sorted[^1]);
        var counts = new double[Bins];
        int Bin(float v) => Math.Clamp((int)((v - low) / (high - low) * Bins), 0, Bins - 1);
        foreach (var v in values)
            counts[Bin(v)]++;
        double Middle(int bin) => low + (bin + 0.5) / Bins * (high - low);
        // About a fifth of a brain is fluid, two fifths are grey and two fifths white matter.
        double[] mean = [Percentile(sorted, 0.1), Percentile(sorted, 0.4), Percentile(sorted, 0.8)];
        var spread = 0.1 * (Percentile(sorted, 0.98) - Percentile(sorted, 0.02));
        double[] deviation = [spread, spread, spread],
            weight = [0.2, 0.4, 0.4];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            double[] n = new double[3],
                first = new double[3],
                second = new double[3];
            for (var bin = 0; bin < Bins; bin++)
            {
                if (counts[bin] == 0)
                    continue;
                var x = Middle(bin);
                var share = Shares(x, weight, mean, deviation);
                for (var c = 0; c < 3; c++)
                {
                    n[c] += counts[bin] * share[c];
                    first[c] += counts[bin] * share[c] * x;
                    second[c] += counts[bin] * share[c] * x * x;
                }
            }

            for (var c = 0; c < 3; c++)
            {
                mean[c] = first[c] / n[c];
                deviation[c] = Math.Sqrt(Math.Max(second[c] / n[c] - mean[c] * mean[c], 1e-6));
                weight[c] = n[c] / values.Length;
            }
        }

        var order = Enumerable.Range(0, 3).OrderBy(c => mean[c]).ToArray();
        var table = new int[Bins];
        for (var bin = 0; bin < Bins; bin++)
        {
            var share = Shares(Middle(bin), weight, mean, deviation);
            table[bin] = Array.IndexOf(order, Array.IndexOf(share, share.Max()));
        }

        return [.. values.Select(v => table[Bin(v)])];
    }

    private static double[] Shares(double x, double[] weight, double[] mean, double[] deviation)
    {
        var share = new double[3];
        for (var c = 0; c < 3; c++)
        {
            var z = (x - mean[c]) / deviation[c];
            share[c] = weight[c] / deviation[c] * Math.Exp(-z * z / 2) + 1e-300;
        }

        var sum = share.Sum();
        return [.. share.Select(s => s / sum)];
    }

    private static double Percentile(float[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
