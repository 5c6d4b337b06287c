using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// The way from a subject's own grid to the grid that the network works on, and back: reorient to RAS, resample to the
/// working spacing, crop to the brain. Labels that come back lie on the subject's own grid exactly.
/// </summary>
public sealed class WorkingGrid
{
    /// <summary>Nearer than this relative difference, resampling would only blur.</summary>
    internal const double SpacingTolerance = 0.01;

    // A head of 250 mm at 0.25 mm.
    private const double MostVoxels = 1 << 30;

    private readonly VolumeGeometry _canonical;
    private readonly VolumeGeometry _resampled;

    /// <summary>Plans the way.</summary>
    /// <param name="native">The subject's own grid.</param>
    /// <param name="spacing">The working spacing along left-right, posterior-anterior and inferior-superior.</param>
    /// <param name="mask">The brain, on the subject's own grid; null to keep the whole field of view.</param>
    /// <param name="source">The file, for the error message.</param>
    /// <exception cref="BadInputException">The working grid would have more than 2^30 voxels.</exception>
    public WorkingGrid(VolumeGeometry native, Spacing spacing, Volume<byte>? mask, string source = "image")
        : this(native, spacing, box: null, source)
    {
        if (mask is null)
            return;
        Box = Crop.Content(Bring(mask, cropped: false), margin: 4);
        Geometry = Crop.Geometry(_resampled, Box);
    }

    /// <summary>The way that was planned before.</summary>
    /// <param name="native">The subject's own grid.</param>
    /// <param name="spacing">The working spacing.</param>
    /// <param name="box">What is worked on; null for the whole field of view.</param>
    /// <param name="source">The file, for the error message.</param>
    internal WorkingGrid(VolumeGeometry native, Spacing spacing, Box? box, string source = "image")
    {
        Native = native;
        _canonical = Reorient.Geometry(native, Orientation.Ras);
        var voxels = 1.0;
        for (var axis = 0; axis < 3; axis++)
            voxels *= Math.Max(1, _canonical.Size[axis] * _canonical.Spacing[axis] / spacing[axis]);
        if (voxels > MostVoxels)
            throw new BadInputException(
                source,
                $"{_canonical.Size} voxels of {_canonical.Spacing} become {voxels:0.#e0} voxels of {spacing}",
                "check the voxel size in its header, or the spacing in the recipe"
            );
        _resampled = IsNear(_canonical.Spacing, spacing) ? _canonical : Resample.GridWithSpacing(_canonical, spacing);
        Box = box ?? new Box(0, 0, 0, _resampled.Size);
        Geometry = Crop.Geometry(_resampled, Box);
    }

    /// <summary>The subject's own grid.</summary>
    internal VolumeGeometry Native { get; }

    /// <summary>The part that is worked on, in voxels of the working spacing.</summary>
    internal Box Box { get; }

    /// <summary>The grid that the network works on.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>True if voxels are interpolated on the way.</summary>
    public bool IsResampled => !ReferenceEquals(_resampled, _canonical);

    /// <summary>An image on the working grid (linear interpolation).</summary>
    /// <param name="image">
    /// On the subject's own grid, or on another in the same world, as one that was registered; then what it doesn't cover
    /// gets its lowest value.
    /// </param>
    public Volume<float> Bring(Volume<float> image)
    {
        if (image.Geometry != Native)
            return Resample.OntoGrid(
                image,
                Geometry,
                Interpolation.Linear,
                System.Numerics.Tensors.TensorPrimitives.Min<float>(image.Voxels)
            );
        var canonical = Reorient.To(image, Orientation.Ras);
        return Crop.To(IsResampled ? Resample.OntoGrid(canonical, _resampled, Interpolation.Linear) : canonical, Box);
    }

    /// <summary>Labels or a mask on the working grid (nearest neighbour).</summary>
    public Volume<byte> Bring(Volume<byte> labels) => Bring(labels, cropped: true);

    /// <summary>Labels of the working grid on the subject's own grid; 0 outside the crop. Exact if nothing is resampled.</summary>
    public Volume<byte> TakeBack(Volume<byte> labels)
    {
        var uncropped = Crop.Back(labels, _resampled, Box, (byte)0);
        var canonical = IsResampled ? Resample.Labels(uncropped, _canonical) : uncropped;
        return Reorient.Back(canonical, Native);
    }

    /// <summary>A probability map of the working grid on the subject's own grid (linear interpolation).</summary>
    /// <param name="map">On the working grid.</param>
    /// <param name="outside">The value outside the crop and the field of view.</param>
    public Volume<float> TakeBack(Volume<float> map, float outside)
    {
        var uncropped = Crop.Back(map, _resampled, Box, outside);
        var canonical = IsResampled
            ? Resample.OntoGrid(uncropped, _canonical, Interpolation.Linear, outside)
            : uncropped;
        return Reorient.Back(canonical, Native);
    }

    private Volume<byte> Bring(Volume<byte> labels, bool cropped)
    {
        var canonical = Reorient.To(labels, Orientation.Ras);
        var resampled = IsResampled ? Resample.Labels(canonical, _resampled) : canonical;
        return cropped ? Crop.To(resampled, Box) : resampled;
    }

    private static bool IsNear(Spacing a, Spacing b) =>
        Enumerable.Range(0, 3).All(axis => Math.Abs(a[axis] - b[axis]) <= SpacingTolerance * b[axis]);
}
