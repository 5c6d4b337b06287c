using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Simulation.Internal;

/// <summary>Gaussian smoothing in place, axis by axis on whole rows; at the borders the outermost voxel goes on.</summary>
internal static class RowGaussian
{
    /// <summary>Smooths.</summary>
    /// <param name="image">What is smoothed.</param>
    /// <param name="scratch">As long as the image; its content is lost.</param>
    /// <param name="sigma">The standard deviation in voxels, above 0; the kernel ends at three of them.</param>
    /// <param name="threads">The most threads to use.</param>
    public static void Smooth(Volume<float> image, Volume<float> scratch, double sigma, int threads)
    {
        var kernel = Kernel(sigma);
        Rows.ForEachPlane(image.Size.Z, threads, z => SmoothPlane(image, scratch, kernel, z));
        Rows.ForEachPlane(
            image.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < image.Size.Y; y++)
                    Weigh(scratch, kernel, image.Row(y, z), y, z, alongZ: true);
            }
        );
    }

    // Along x and y: what it reads and writes of the image is this plane only.
    private static void SmoothPlane(Volume<float> image, Volume<float> scratch, float[] kernel, int z)
    {
        var (width, radius) = (image.Size.X, kernel.Length - 1);
        Span<float> padded = new float[width + 2 * radius];
        for (var y = 0; y < image.Size.Y; y++)
        {
            var row = image.Row(y, z);
            padded[..radius].Fill(row[0]);
            row.CopyTo(padded[radius..]);
            padded[(radius + width)..].Fill(row[^1]);
            TensorPrimitives.Multiply(row, kernel[0], row);
            for (var k = 1; k <= radius; k++)
            {
                TensorPrimitives.MultiplyAdd(padded.Slice(radius - k, width), kernel[k], row, row);
                TensorPrimitives.MultiplyAdd(padded.Slice(radius + k, width), kernel[k], row, row);
            }
        }

        for (var y = 0; y < image.Size.Y; y++)
            Weigh(image, kernel, scratch.Row(y, z), y, z, alongZ: false);
    }

    private static void Weigh(Volume<float> from, float[] kernel, Span<float> to, int y, int z, bool alongZ)
    {
        var (at, last) = alongZ ? (z, from.Size.Z - 1) : (y, from.Size.Y - 1);
        TensorPrimitives.Multiply(from.Row(y, z), kernel[0], to);
        for (var k = 1; k < kernel.Length; k++)
        {
            var (before, after) = (Math.Max(at - k, 0), Math.Min(at + k, last));
            TensorPrimitives.MultiplyAdd(alongZ ? from.Row(y, before) : from.Row(before, z), kernel[k], to, to);
            TensorPrimitives.MultiplyAdd(alongZ ? from.Row(y, after) : from.Row(after, z), kernel[k], to, to);
        }
    }

    private static float[] Kernel(double sigma)
    {
        var weights = new double[(int)Math.Ceiling(3 * sigma) + 1];
        for (var k = 0; k < weights.Length; k++)
            weights[k] = Math.Exp(-k * k / (2 * sigma * sigma));
        var sum = 2 * weights.Sum() - weights[0];
        return [.. weights.Select(weight => (float)(weight / sum))];
    }
}
