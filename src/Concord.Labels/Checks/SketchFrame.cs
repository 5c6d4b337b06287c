using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;

namespace Concord.Labels.Checks;

/// <summary>A frame that the heads of all subjects are brought into: that of the first one.</summary>
internal sealed class SketchFrame
{
    private const double Millimetres = 4;

    // Finer than this is noise and small misplacement, coarser is what all heads have in common; mm.
    private const double Finest = 2.5;
    private const double Coarsest = 8;

    // What is compared, around the head's middle: the brain without the skull and the scalp, which look alike in every
    // sequence; mm.
    private static readonly Point3 Radii = new(60, 74, 56);

    private static readonly GridSize Size = new(34, 42, 32);

    private readonly Volume<float> _reference;
    private readonly VolumeGeometry _grid;
    private readonly float[] _inside;

    private SketchFrame(Volume<float> reference, VolumeGeometry grid)
    {
        (_reference, _grid) = (reference, grid);
        _inside = new float[grid.Size.Voxels];
        var middle = new Point3(Size.X - 1, Size.Y - 1, Size.Z - 1) * 0.5;
        for (var i = 0; i < _inside.Length; i++)
        {
            var at = new Point3(i % Size.X, i / Size.X % Size.Y, i / (Size.X * Size.Y)) - middle;
            at *= Millimetres;
            var scaled = new Point3(at.X / Radii.X, at.Y / Radii.Y, at.Z / Radii.Z);
            _inside[i] = scaled.Length <= 1 ? 1 : 0;
        }
    }

    /// <summary>The frame of a head; null if the image shows none.</summary>
    public static SketchFrame? TryMake(Volume<float> reference)
    {
        var scan = Reorient.To(reference, Orientation.Ras);
        if (RigidRegistration.Align(scan, scan, isRough: true) is null || HeadCentre(scan) is not { } middle)
            return null;
        var corner = middle - new Point3(Size.X - 1, Size.Y - 1, Size.Z - 1) * (Millimetres / 2);
        return new(scan, new(Size, Affine.FromSpacing(Spacing.Isotropic(Millimetres), corner)));
    }

    /// <summary>
    /// The details of a subject's images in this frame, by the place of the first of them; null if it can't be found.
    /// </summary>
    public IReadOnlyList<float[]>? Sketch(IReadOnlyList<Volume<float>> images) =>
        RigidRegistration.Align(_reference, images[0], isRough: true) is { } alignment
            ? [.. images.Select(image => Details(alignment.Place(image)))]
            : null;

    /// <summary>The details of an image's mirror image.</summary>
    public float[]? SketchMirrored(Volume<float> image)
    {
        var mirror = new Affine(-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
        return Sketch([new(new(image.Size, mirror.Compose(image.Geometry.Affine)), image.Voxels)])?[0];
    }

    /// <summary>Subtracts the mean and scales to length 1; zeros if nothing is left.</summary>
    public static void Normalize(float[] details)
    {
        TensorPrimitives.Subtract(details, TensorPrimitives.Average<float>(details), details);
        var length = TensorPrimitives.Norm<float>(details);
        if (length > 0)
            TensorPrimitives.Divide(details, length, details);
    }

    /// <summary>
    /// Air 0 and the brightest 1, whatever the scanner's units: from the 0.5th to the 99.5th percentile. All 0 if nothing differs.
    /// </summary>
    public static Volume<float> Clip(Volume<float> image)
    {
        var few = image.Voxels.Length / 200;
        float[] ends = OrderStatistics.Of(image.Voxels, few, image.Voxels.Length - 1 - few);
        var (low, high) = (ends[0], ends[1]);
        var result = new float[image.Voxels.Length];
        if (!(high > low))
            return image.With(result);
        TensorPrimitives.Subtract(image.Voxels, low, result);
        TensorPrimitives.Divide(result, high - low, result);
        TensorPrimitives.Clamp(result, 0f, 1f, result);
        return image.With(result);
    }

    // Only what the image covers counts: where its field of view ends is no detail of a head.
    private float[] Details(Volume<float> image)
    {
        var smooth = Clip(GaussianFilter.Smooth(image, Millimetres / 2));
        var all = new float[image.Voxels.Length];
        Array.Fill(all, 1f);
        var covered = Resample.OntoGrid(image.With(all), _grid, Interpolation.Nearest);
        var sketch = Resample.OntoGrid(smooth, _grid, Interpolation.Linear);
        TensorPrimitives.Multiply(sketch.Voxels, covered.Voxels, sketch.Voxels);
        var details = Average(sketch, covered, Finest);
        TensorPrimitives.Subtract(details, Average(sketch, covered, Coarsest), details);
        TensorPrimitives.Multiply(details, covered.Voxels, details);
        TensorPrimitives.Multiply(details, _inside, details);
        Normalize(details);
        return details;
    }

    private static float[] Average(Volume<float> image, Volume<float> weight, double millimetres)
    {
        var (sum, weights) = (
            GaussianFilter.Smooth(image, millimetres).Voxels,
            GaussianFilter.Smooth(weight, millimetres).Voxels
        );
        TensorPrimitives.Add(weights, 1e-6f, weights);
        TensorPrimitives.Divide(sum, weights, sum);
        return sum;
    }

    private static Point3? HeadCentre(Volume<float> scan)
    {
        var clipped = Clip(scan);
        var (sum, total) = (default(Point3), 0.0);
        for (var z = 0; z < scan.Size.Z; z++)
        for (var y = 0; y < scan.Size.Y; y++)
        {
            var row = clipped.Row(y, z);
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x] <= 0.15f)
                    continue;
                sum += new Point3(x, y, z);
                total++;
            }
        }

        return total == 0 ? null : scan.Geometry.Affine.Apply(sum * (1 / total));
    }
}
