using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing.Intensities;

/// <summary>The voxels of an image that say how bright it is: those of the brain, or those brighter than the mean.</summary>
internal sealed class Region
{
    // The share of an image's voxels below its floor: a stray negative one of an interpolation isn't air.
    private const double Below = 0.005;

    // As many as are sorted; a large image gives every so manieth of its voxels.
    private const int Sample = 1 << 19;

    // As many voxels as are added up at once, whatever the threads.
    private const int Chunk = 1 << 16;

    private readonly float[] _voxels;
    private readonly byte[]? _mask;
    private readonly double _mean;

    /// <param name="image">Intensities, all finite.</param>
    /// <param name="mask">1 in the brain and 0 elsewhere, or null.</param>
    public Region(Volume<float> image, Volume<byte>? mask)
    {
        (_voxels, _mask) = (image.Voxels, mask?.Voxels);
        _mean = mask is null ? Mean(image.Voxels, image.Size.X * image.Size.Y) : 0;
    }

    /// <summary>Of an image without a mask.</summary>
    public Region(float[] voxels) => (_voxels, _mean) = (voxels, Mean(voxels, Chunk));

    /// <summary>The quantiles of an image's voxels that are its floor: air.</summary>
    public static float Floor(float[] voxels) => Quantiles([Below], voxels, _ => true)[0];

    /// <summary>Quantiles of the region, by the nearest rank; not a number if it is empty.</summary>
    /// <param name="shares">0 to 1.</param>
    public float[] Quantiles(IReadOnlyList<double> shares) => Quantiles(shares, _voxels, Holds);

    /// <summary>Mean and standard deviation of values in the region; not a number if it is empty.</summary>
    /// <param name="values">One for each voxel of the image.</param>
    public (double Mean, double Deviation) Moments(float[] values)
    {
        var (count, sum) = Sum(v => v);
        var mean = sum / count;
        return (mean, Math.Sqrt(Sum(v => (v - mean) * (v - mean)).Sum / count));

        // In the order of the image, so that threads don't matter.
        (long Count, double Sum) Sum(Func<double, double> of)
        {
            var parts = new (long Count, double Sum)[(values.Length + Chunk - 1) / Chunk];
            Parallel.For(
                0,
                parts.Length,
                p =>
                {
                    var (n, total) = (0L, 0.0);
                    for (var i = p * Chunk; i < Math.Min(values.Length, (p + 1) * Chunk); i++)
                        if (Holds(i))
                            (n, total) = (n + 1, total + of(values[i]));
                    parts[p] = (n, total);
                }
            );
            return parts.Aggregate((Count: 0L, Sum: 0.0), (all, p) => (all.Count + p.Count, all.Sum + p.Sum));
        }
    }

    private bool Holds(int i) => _mask is null ? _voxels[i] > _mean : _mask[i] != 0;

    private static float[] Quantiles(IReadOnlyList<double> shares, float[] voxels, Func<int, bool> isOne)
    {
        // Odd, so that it doesn't walk along a column.
        var stride = (voxels.Length / Sample) | 1;
        var some = new List<float>(voxels.Length / stride + 1);
        for (var i = 0; i < voxels.Length; i += stride)
            if (isOne(i))
                some.Add(voxels[i]);
        some.Sort();
        return [.. shares.Select(s => some.Count == 0 ? float.NaN : some[(int)Math.Round(s * (some.Count - 1))])];
    }

    private static double Mean(float[] voxels, int plane)
    {
        var sum = 0.0;
        for (var start = 0; start < voxels.Length; start += plane)
            sum += TensorPrimitives.Sum<float>(voxels.AsSpan(start, Math.Min(plane, voxels.Length - start)));
        return sum / voxels.Length;
    }
}
