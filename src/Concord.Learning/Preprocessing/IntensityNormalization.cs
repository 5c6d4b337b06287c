using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// Intensities as shares of what lies between air and the head: the image's floor becomes -<see cref="Span"/>, the median
/// of a region 0. The region is the brain mask if there is one and else the voxels brighter than the image's mean. Outside
/// a mask every voxel becomes <see cref="Outside"/>.
/// </summary>
/// <remarks>
/// Z-scores divide by a standard deviation that large lesions or much fat widen by a third; fluid and bone, far below the
/// mean, then lie elsewhere in every subject. From air to the median is the same distance in all of them.
/// </remarks>
public static class IntensityNormalization
{
    /// <summary>What a network sees where there is nothing: below air.</summary>
    public const float Outside = -5;

    /// <summary>What this is called in a model's description; another name means another computation.</summary>
    public const string Name = "floor -4, median 0, -5 outside, within 8";

    private const float Span = 4;

    /// <summary>What the image's floor becomes; the median of tissue becomes 0.</summary>
    internal const float Floor = -Span;

    private const float Furthest = 8;

    // The share of an image's voxels below its floor: a stray negative one of an interpolation isn't air.
    private const double Below = 0.005;

    // As many as are sorted; a large image gives every so manieth of its voxels.
    private const int Sample = 1 << 19;

    /// <summary>Normalises a copy.</summary>
    /// <param name="image">Intensities, all finite.</param>
    /// <param name="mask">1 in the brain, or null.</param>
    /// <param name="source">The file, for the error message.</param>
    /// <exception cref="BadInputException">The region is no brighter than the image's darkest voxels.</exception>
    public static Volume<float> Apply(Volume<float> image, Volume<byte>? mask, string source)
    {
        var voxels = image.Voxels;
        var floor = Quantile(Below, voxels, _ => true);
        float median;
        if (mask is not null)
        {
            median = Quantile(0.5, voxels, i => mask.Voxels[i] != 0);
        }
        else
        {
            var mean = Mean(voxels, image.Size.X * image.Size.Y);
            median = Quantile(0.5, voxels, i => voxels[i] > mean);
        }

        var width = median - floor;
        if (!(width > 1e-6f * MathF.Max(MathF.Abs(median), MathF.Abs(floor))))
            throw new BadInputException(
                source,
                "is no brighter in the brain than anywhere else",
                "check the image and its mask"
            );

        var result = new float[voxels.Length];
        TensorPrimitives.Subtract(voxels, median, result);
        TensorPrimitives.Multiply(result, Span / width, result);
        TensorPrimitives.Clamp(result, -Furthest, Furthest, result);
        if (mask is not null)
        {
            var inside = new float[voxels.Length];
            TensorPrimitives.ConvertTruncating<byte, float>(mask.Voxels, inside);
            // (value - outside) * inside + outside: the value in the brain, the constant elsewhere.
            TensorPrimitives.Subtract(result, Outside, result);
            TensorPrimitives.Multiply(result, inside, result);
            TensorPrimitives.Add(result, Outside, result);
        }

        return image.With(result);
    }

    /// <summary>The quantile of some voxels, by the nearest rank; not a number if there are none.</summary>
    private static float Quantile(double share, float[] voxels, Func<int, bool> isOne)
    {
        // Odd, so that it doesn't walk along a column.
        var stride = (voxels.Length / Sample) | 1;
        var some = new List<float>(voxels.Length / stride + 1);
        for (var i = 0; i < voxels.Length; i += stride)
            if (isOne(i))
                some.Add(voxels[i]);
        some.Sort();
        return some.Count == 0 ? float.NaN : some[(int)Math.Round(share * (some.Count - 1))];
    }

    private static double Mean(float[] voxels, int plane)
    {
        var sum = 0.0;
        for (var start = 0; start < voxels.Length; start += plane)
            sum += TensorPrimitives.Sum<float>(voxels.AsSpan(start, plane));
        return sum / voxels.Length;
    }
}
