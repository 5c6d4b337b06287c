using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing.Intensities;

/// <summary>
/// Intensities in standard deviations from the mean of the region, which is cut off at its 0.5th and 99.5th percentile before
/// it is measured. Without a mask what is darker than the region, fluid and air, is cut off at the 0.5th percentile of the
/// whole image: at the region's own it would all become the same.
/// </summary>
public sealed class ZScoreScale : IntensityScale
{
    private const double Low = 0.005;
    private const double High = 0.995;

    // No voxel of a region lies as far: the 0.5 % that are cut off to one value make a deviation of a fourteenth by themselves.
    private const float Furthest = 16;

    /// <inheritdoc/>
    public override string Word => "zscore";

    /// <inheritdoc/>
    public override string Name => "z-score, cut off at 0.5 and 99.5 %, -5 outside, within 16";

    /// <inheritdoc/>
    public override Volume<float> Apply(
        Volume<float> image,
        Volume<byte>? mask,
        string source,
        IReadOnlyList<double>? standard = null
    )
    {
        var region = new Region(image, mask);
        var ends = region.Quantiles([Low, High]);
        var (low, high) = (mask is null ? Region.Floor(image.Voxels) : ends[0], ends[1]);
        var result = new float[image.Voxels.Length];
        // An empty region has no ends.
        if (low < high)
            TensorPrimitives.Clamp(image.Voxels, low, high, result);
        var (mean, deviation) = region.Moments(result);
        if (!IsContrast(deviation, low, high))
            throw NoContrast(source);
        TensorPrimitives.Subtract(result, (float)mean, result);
        TensorPrimitives.Multiply(result, (float)(1 / deviation), result);
        TensorPrimitives.Clamp(result, -Furthest, Furthest, result);
        return Within(image, result, mask);
    }
}
