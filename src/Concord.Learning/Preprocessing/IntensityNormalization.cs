using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// Z-scores: subtracts the mean and divides by the standard deviation of a region, the brain mask if there is one and
/// else the voxels brighter than the image's mean. Outside a mask every voxel becomes <see cref="Outside"/>.
/// </summary>
public static class IntensityNormalization
{
    /// <summary>What a network sees where there is nothing: below any tissue, in standard deviations.</summary>
    public const float Outside = -5;

    /// <summary>What this is called in a model's description; another name means another computation.</summary>
    public const string Name = "z-score, -5 outside, within 8";

    // Air and bone of an image without a mask lie 3.5 to 5 deviations below the mean, and fluid little above them: a
    // limit nearer than this one cuts the contrast between the two.
    private const float Furthest = 8;

    /// <summary>Normalises a copy.</summary>
    /// <param name="image">Intensities, all finite.</param>
    /// <param name="mask">1 in the brain, or null.</param>
    /// <param name="source">The file, for the error message.</param>
    /// <exception cref="BadInputException">The region is constant.</exception>
    public static Volume<float> Apply(Volume<float> image, Volume<byte>? mask, string source)
    {
        var plane = image.Size.X * image.Size.Y;
        var voxels = image.Voxels;
        var inside = new float[voxels.Length];
        if (mask is not null)
            TensorPrimitives.ConvertTruncating<byte, float>(mask.Voxels, inside);
        else
            MarkBrighterThan(Mean(voxels, plane), voxels, inside);

        double count = 0,
            sum = 0,
            squares = 0;
        var product = new float[plane];
        for (var start = 0; start < voxels.Length; start += plane)
        {
            var weights = inside.AsSpan(start, plane);
            count += TensorPrimitives.Sum<float>(weights);
            TensorPrimitives.Multiply(voxels.AsSpan(start, plane), weights, product);
            sum += TensorPrimitives.Sum<float>(product);
            squares += TensorPrimitives.Dot<float>(product, voxels.AsSpan(start, plane));
        }

        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, squares / count - mean * mean));
        if (!(deviation > 1e-6 * Math.Abs(mean)) || deviation == 0)
            throw new BadInputException(
                source,
                "has the same intensity everywhere in the brain",
                "check the image and its mask"
            );

        var result = new float[voxels.Length];
        TensorPrimitives.Subtract(voxels, (float)mean, result);
        TensorPrimitives.Divide(result, (float)deviation, result);
        if (mask is not null)
        {
            // (z - outside) * inside + outside: z in the brain, the constant elsewhere.
            TensorPrimitives.Subtract(result, Outside, result);
            TensorPrimitives.Multiply(result, inside, result);
            TensorPrimitives.Add(result, Outside, result);
        }

        TensorPrimitives.Clamp(result, -Furthest, Furthest, result);
        return image.With(result);
    }

    private static double Mean(float[] voxels, int plane)
    {
        var sum = 0.0;
        for (var start = 0; start < voxels.Length; start += plane)
            sum += TensorPrimitives.Sum<float>(voxels.AsSpan(start, plane));
        return sum / voxels.Length;
    }

    private static void MarkBrighterThan(double threshold, float[] voxels, float[] inside)
    {
        for (var i = 0; i < voxels.Length; i++)
            inside[i] = voxels[i] > threshold ? 1 : 0;
        if (!inside.AsSpan().Contains(1f))
            Array.Fill(inside, 1f);
    }
}
