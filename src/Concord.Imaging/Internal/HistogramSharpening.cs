using System.Numerics;

namespace Concord.Imaging.Internal;

/// <summary>
/// What log intensities would be without a bias field that blurs their histogram: the histogram is deconvolved with the
/// Gaussian that such a field makes, and each value becomes the mean of the sharp values that blur to it (Sled, Zijdenbos and
/// Evans, IEEE TMI 17(1):87-97, 1998, equations 12 to 15).
/// </summary>
internal static class HistogramSharpening
{
    /// <summary>The width of the Gaussian at half its height, in natural logarithms.</summary>
    public const double WidthAtHalf = 0.15;

    /// <summary>What the Wiener filter takes as noise, relative to the histogram.</summary>
    public const double Noise = 0.01;

    /// <summary>Bins from the least value to the largest.</summary>
    public const int Bins = 200;

    // A power of two with room around the bins, so that what is blurred over one end doesn't come back at the other.
    private const int Line = 512;
    private const int Margin = (Line - Bins) / 2;

    /// <summary>Sharpens.</summary>
    /// <param name="values">Log intensities, all finite.</param>
    /// <param name="weights">What each counts, above 0.</param>
    /// <param name="sharp">The values sharpened.</param>
    public static void Apply(ReadOnlySpan<float> values, ReadOnlySpan<float> weights, Span<float> sharp)
    {
        var (least, most) = (values[0], values[0]);
        foreach (var value in values)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        var width = (most - least) / (Bins - 1);
        if (!(width > 0))
        {
            values.CopyTo(sharp);
            return;
        }

        var means = Means(Histogram(values, weights, least, width), least, width);
        for (var i = 0; i < values.Length; i++)
        {
            var (bin, part) = Place(values[i], least, width);
            sharp[i] = means[bin] + part * (means[bin + 1] - means[bin]);
        }
    }

    // Each value counts in the two bins that it lies between.
    private static Complex[] Histogram(
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> weights,
        float least,
        float width
    )
    {
        var counts = new double[Bins];
        for (var i = 0; i < values.Length; i++)
        {
            var (bin, part) = Place(values[i], least, width);
            counts[bin] += weights[i] * (1 - part);
            counts[bin + 1] += weights[i] * part;
        }

        var line = new Complex[Line];
        for (var i = 0; i < Bins; i++)
            line[Margin + i] = counts[i];
        return line;
    }

    private static (int Bin, float Part) Place(float value, float least, float width)
    {
        var at = Math.Clamp((value - least) / width, 0, Bins - 1);
        var bin = Math.Min((int)at, Bins - 2);
        return (bin, at - bin);
    }

    // The mean of the sharp values for each bin.
    private static float[] Means(Complex[] histogram, float least, float width)
    {
        var blur = Blur(width);
        FourierLine.Forward(histogram);
        for (var i = 0; i < Line; i++)
            histogram[i] *= blur[i] / (blur[i] * blur[i] + Noise);
        FourierLine.Inverse(histogram);

        var (share, moment) = (new Complex[Line], new Complex[Line]);
        for (var i = 0; i < Line; i++)
        {
            share[i] = Math.Max(0, histogram[i].Real);
            // In bins from the first: small numbers, whatever the unit of the intensities.
            moment[i] = share[i] * (i - Margin);
        }

        BlurInPlace(share, blur);
        BlurInPlace(moment, blur);
        var means = new float[Bins];
        for (var i = 0; i < Bins; i++)
        {
            var (total, sum) = (share[Margin + i].Real, moment[Margin + i].Real);
            // Far from every sharp value nothing blurs to a bin: it keeps its own.
            var mean = total > 1e-6 ? sum / total : i;
            means[i] = least + (float)(width * mean);
        }

        return means;
    }

    private static void BlurInPlace(Complex[] line, double[] blur)
    {
        FourierLine.Forward(line);
        for (var i = 0; i < Line; i++)
            line[i] *= blur[i];
        FourierLine.Inverse(line);
    }

    // The transform of a Gaussian with a sum of 1: real, and itself a Gaussian.
    private static double[] Blur(float width)
    {
        var sigma = WidthAtHalf / width / Math.Sqrt(8 * Math.Log(2));
        var blur = new double[Line];
        for (var i = 0; i < Line; i++)
        {
            var turns = Math.Tau * Math.Min(i, Line - i) * sigma / Line;
            blur[i] = Math.Exp(-turns * turns / 2);
        }

        return blur;
    }
}
