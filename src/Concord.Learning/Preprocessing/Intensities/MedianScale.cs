using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing.Intensities;

/// <summary>
/// Intensities as shares of what lies between air and the head: the image's floor becomes -<see cref="Span"/>, the median
/// of the region 0.
/// </summary>
/// <remarks>
/// Z-scores divide by a standard deviation that large lesions or much fat widen by a third; fluid and bone, far below the
/// mean, then lie elsewhere in every subject. From air to the median is the same distance in all of them.
/// </remarks>
public sealed class MedianScale : IntensityScale
{
    private const float Span = 4;

    private const float Furthest = 8;

    /// <inheritdoc/>
    public override string Word => "median";

    /// <inheritdoc/>
    public override string Name => "floor -4, median 0, -5 outside, within 8";

    /// <inheritdoc/>
    public override Volume<float> Apply(
        Volume<float> image,
        Volume<byte>? mask,
        string source,
        IReadOnlyList<double>? standard = null
    )
    {
        var voxels = image.Voxels;
        var floor = Region.Floor(voxels);
        var median = new Region(image, mask).Quantiles([0.5])[0];
        var width = median - floor;
        if (!IsContrast(width, floor, median))
            throw new BadInputException(
                source,
                "is no brighter in the brain than anywhere else",
                "check the image and its mask"
            );

        var result = new float[voxels.Length];
        TensorPrimitives.Subtract(voxels, median, result);
        TensorPrimitives.Multiply(result, Span / width, result);
        TensorPrimitives.Clamp(result, -Furthest, Furthest, result);
        return Within(image, result, mask);
    }

    /// <inheritdoc/>
    // The same in every image.
    internal override float AirOf(ReadOnlySpan<Half> channel) => ToAir * -Span;
}
