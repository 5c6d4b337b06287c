using System.Numerics.Tensors;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Filters;

/// <summary>
/// Takes out the slow change of brightness that the coils of a scanner make: N4 (Tustison et al., IEEE TMI 29(6):1310-1320,
/// 2010). The field is estimated on blocks of about 4 mm: again and again the histogram of the corrected log intensities is
/// sharpened, and what sharpening moved is smoothed by B-splines and added to the field.
/// </summary>
/// <remarks>
/// The result is the same for any number of threads, orientation of the axes and unit of the intensities, but for rounding.
/// A field known on part of the image only is nowhere stronger or weaker than on that part.
/// </remarks>
public static class BiasFieldCorrection
{
    /// <summary>What this is called in a model's description; another name means another computation.</summary>
    public const string Name = "N4 on 4 mm, 4 levels from 200 mm, 50 steps to 0.001, sharpened by 0.15";

    private const int Levels = 4;
    private const int Steps = 50;

    // A level ends when the field changes by less: the coefficient of variation of the ratio of two in turn.
    private const double Threshold = 0.001;

    /// <summary>Divides an image by its bias field.</summary>
    /// <inheritdoc cref="FieldOf"/>
    /// <returns>A new image on the same grid.</returns>
    public static Volume<float> Apply(Volume<float> image, Volume<byte>? mask, string source, int threads = -1)
    {
        var result = FieldOf(image, mask, source, threads);
        Parallel.For(
            0,
            image.Size.Z,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            z => TensorPrimitives.Divide(image.Plane(z), result.Plane(z), result.Plane(z))
        );
        return result;
    }

    /// <summary>The bias field of an image: the factor, above 0, by which each voxel is too bright.</summary>
    /// <param name="image">Intensities, which stay as they are. In the region those not above 0 are left out.</param>
    /// <param name="mask">
    /// Not 0 in the region that the field is estimated from, such as the brain, on the image's grid; null for the voxels
    /// brighter than the image's mean.
    /// </param>
    /// <param name="source">The file, for the error message.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>A field whose log has a mean of 0 over the region; 1 everywhere where the region is of one intensity.</returns>
    /// <exception cref="BadInputException">The region is empty, or a good part of it isn't above 0.</exception>
    public static Volume<float> FieldOf(Volume<float> image, Volume<byte>? mask, string source, int threads = -1)
    {
        if (mask is not null && mask.Size != image.Size)
            throw new ArgumentException($"A mask of {mask.Size} for an image of {image.Size}.", nameof(mask));
        // The blocks begin at the same side of the head however the image is stored.
        var upright = Reorient.To(image, Orientation.Ras);
        var region = BiasRegion.Of(upright, mask is null ? null : Reorient.To(mask, Orientation.Ras), threads);
        if (region.HasMuchBelowZero)
            throw new BadInputException(
                source,
                "is not above 0 in much of the brain, so that no factor can be its bias field",
                "give the scan as it was before it was normalised, or leave the correction of bias fields out"
            );
        if (region.Indices.Length == 0)
            throw new BadInputException(
                source,
                "is no brighter in the brain than anywhere else",
                "check the image and its mask"
            );
        if (region.IsOfOneIntensity)
        {
            var ones = new Volume<float>(image.Geometry);
            Array.Fill(ones.Voxels, 1);
            return ones;
        }

        var estimate = new BiasEstimate(region, upright.Geometry);
        for (var level = 0; level < Levels; level++)
        {
            if (level > 0)
                estimate.Refine();
            estimate.Improve(Steps, Threshold);
        }

        return Reorient.Back(estimate.Field(upright.Geometry, threads), image.Geometry);
    }
}
