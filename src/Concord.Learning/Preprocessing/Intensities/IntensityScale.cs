using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing.Intensities;

/// <summary>
/// How the intensities of any scanner come to a scale that a network can learn from. What is measured is a
/// <see cref="Region"/>: the brain mask if there is one, and else the voxels brighter than the image's mean. Every scale keeps
/// the order of intensities within it, and doesn't depend on the scanner's gain.
/// </summary>
public abstract class IntensityScale
{
    /// <summary>What a network sees where there is nothing, outside a mask or the field of view.</summary>
    public const float Outside = -5;

    /// <summary>The part of the way from the median of tissue to an image's floor beyond which there is air.</summary>
    private protected const float ToAir = 0.85f;

    /// <summary>What recipes call it.</summary>
    public abstract string Word { get; }

    /// <summary>What a model's description calls it, with everything that it is computed with: another name means another computation.</summary>
    public abstract string Name { get; }

    /// <summary>Brings a copy to the scale. Outside a mask every voxel becomes <see cref="Outside"/>.</summary>
    /// <param name="image">Intensities, all finite.</param>
    /// <param name="mask">1 in the brain and 0 elsewhere, or null.</param>
    /// <param name="source">The file, for the error message.</param>
    /// <param name="standard">For an <see cref="ILearntScale"/> what it has learnt for this sequence.</param>
    /// <exception cref="BadInputException">The region has no contrast.</exception>
    public abstract Volume<float> Apply(
        Volume<float> image,
        Volume<byte>? mask,
        string source,
        IReadOnlyList<double>? standard = null
    );

    /// <summary>What is darker than this, on the average of many voxels, is air.</summary>
    /// <param name="channel">A whole scan on this scale, not masked.</param>
    internal virtual float AirOf(ReadOnlySpan<Half> channel)
    {
        var voxels = new float[channel.Length];
        TensorPrimitives.ConvertToSingle(channel, voxels);
        var floor = Region.Floor(voxels);
        var median = new Region(voxels).Quantiles([0.5])[0];
        return median + ToAir * (floor - median);
    }

    /// <summary>Whether a width can be divided by: a range or deviation of intensities that end at these.</summary>
    private protected static bool IsContrast(double width, double low, double high) =>
        width > 1e-30 && width > 1e-6 * Math.Max(Math.Abs(low), Math.Abs(high));

    /// <summary>What is said of an image that has none.</summary>
    private protected static BadInputException NoContrast(string source) =>
        new(source, "is equally bright all over the brain", "check the image and its mask");

    /// <summary>The image with <see cref="Outside"/> where the mask isn't.</summary>
    /// <param name="image">Gives the grid.</param>
    /// <param name="values">Overwritten.</param>
    /// <param name="mask">1 in the brain and 0 elsewhere, or null.</param>
    private protected static Volume<float> Within(Volume<float> image, float[] values, Volume<byte>? mask)
    {
        if (mask is not null)
        {
            var inside = new float[values.Length];
            TensorPrimitives.ConvertTruncating<byte, float>(mask.Voxels, inside);
            // (value - outside) * inside + outside: the value in the brain, the constant elsewhere.
            TensorPrimitives.Subtract(values, Outside, values);
            TensorPrimitives.Multiply(values, inside, values);
            TensorPrimitives.Add(values, Outside, values);
        }

        return image.With(values);
    }
}
