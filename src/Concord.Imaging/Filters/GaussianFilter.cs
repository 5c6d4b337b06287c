using System.Numerics.Tensors;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Filters;

/// <summary>
/// Smoothing with a Gaussian, one pass along each axis. The kernel is sampled at voxel centres, ends at four standard
/// deviations, and near a border is scaled to a sum of 1 over the voxels that are there: a constant stays constant.
/// </summary>
public static class GaussianFilter
{
    private const double Reach = 4;

    /// <summary>Smooths an image.</summary>
    /// <param name="image">The image, which stays as it is.</param>
    /// <param name="sigmaMm">
    /// The standard deviation in mm, at least 0. An axis whose spacing exceeds four of it is left alone.
    /// </param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    public static Volume<float> Smooth(Volume<float> image, double sigmaMm, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigmaMm);
        if (!double.IsFinite(sigmaMm))
            throw new ArgumentOutOfRangeException(nameof(sigmaMm), sigmaMm, "Not a finite number.");
        var result = image.With((float[])image.Voxels.Clone());
        for (var axis = 0; axis < 3; axis++)
            AlongAxis(result, axis, sigmaMm / image.Geometry.Spacing[axis], threads);
        return result;
    }

    private static void AlongAxis(Volume<float> image, int axis, double sigma, int threads)
    {
        var slabs = new Slabs(image.Size, axis);
        var (length, width) = (slabs.Length, slabs.Width);
        var radius = (int)Math.Min(length - 1, Reach * sigma);
        if (radius == 0)
            return;
        var weights = Weights(length, radius, sigma);
        slabs.ForEach(
            threads,
            () => (slabs.MakeSlab(), slabs.MakeSlab()),
            (slab, scratch) =>
            {
                var (source, target) = scratch;
                slabs.Gather(image.Voxels, slab, source);
                for (var n = 0; n < length; n++)
                {
                    var row = target.AsSpan(n * width, width);
                    row.Clear();
                    var (first, last) = (Math.Max(0, n - radius), Math.Min(length - 1, n + radius));
                    for (var m = first; m <= last; m++)
                        TensorPrimitives.MultiplyAdd(
                            source.AsSpan(m * width, width),
                            weights[n * (2 * radius + 1) + m - n + radius],
                            row,
                            row
                        );
                }

                slabs.Scatter(target, slab, image.Voxels);
            }
        );
    }

    // For each place its own weights, of the voxels from -radius to +radius, which differ near the borders.
    private static float[] Weights(int length, int radius, double sigma)
    {
        var taps = 2 * radius + 1;
        var kernel = new double[taps];
        for (var k = 0; k < taps; k++)
            kernel[k] = Math.Exp(-0.5 * (k - radius) * (k - radius) / (sigma * sigma));
        var weights = new float[length * taps];
        for (var n = 0; n < length; n++)
        {
            var (first, last) = (Math.Max(0, radius - n), Math.Min(taps - 1, radius + length - 1 - n));
            var sum = TensorPrimitives.Sum<double>(kernel.AsSpan(first, last - first + 1));
            for (var k = first; k <= last; k++)
                weights[n * taps + k] = (float)(kernel[k] / sum);
        }

        return weights;
    }
}
