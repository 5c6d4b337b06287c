using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Resampling;

/// <summary>
/// Puts volumes onto other grids. Values are taken at voxel centres; where voxels grow much larger, images are not
/// smoothed first.
/// </summary>
public static class Resample
{
    /// <summary>A grid with another spacing and the same axes over the same field of view, edge to edge.</summary>
    /// <remarks>
    /// Each size is the field of view over the new spacing, rounded, at least 1; the centre of the field of view stays.
    /// </remarks>
    public static VolumeGeometry GridWithSpacing(VolumeGeometry geometry, Spacing spacing)
    {
        Span<int> sizes = stackalloc int[3];
        Span<Point3> columns = stackalloc Point3[3];
        var old = new Point3(geometry.Size.X - 1, geometry.Size.Y - 1, geometry.Size.Z - 1) * 0.5;
        var origin = geometry.Affine.Apply(old);
        for (var axis = 0; axis < 3; axis++)
        {
            sizes[axis] = Math.Max(1, (int)Math.Round(geometry.Size[axis] * geometry.Spacing[axis] / spacing[axis]));
            columns[axis] = geometry.Affine.Column(axis) * (spacing[axis] / geometry.Spacing[axis]);
            origin -= columns[axis] * (0.5 * (sizes[axis] - 1));
        }

        return new(new(sizes[0], sizes[1], sizes[2]), Affine.FromColumns(columns[0], columns[1], columns[2], origin));
    }

    /// <summary>An image with another spacing.</summary>
    public static Volume<float> ToSpacing(Volume<float> image, Spacing spacing, Interpolation interpolation) =>
        OntoGrid(image, GridWithSpacing(image.Geometry, spacing), interpolation);

    /// <summary>An image on another grid.</summary>
    /// <param name="image">What to resample.</param>
    /// <param name="target">The grid.</param>
    /// <param name="interpolation">How.</param>
    /// <param name="outside">The value of voxels whose centre lies more than half a voxel outside the image.</param>
    public static Volume<float> OntoGrid(
        Volume<float> image,
        VolumeGeometry target,
        Interpolation interpolation,
        float outside = 0
    )
    {
        if (target == image.Geometry)
            return new(target, (float[])image.Voxels.Clone());
        var source = interpolation == Interpolation.Cubic ? SplinePrefilter.Apply(image) : image;
        var map = image.Geometry.Affine.Inverse().Compose(target.Affine);
        if (AxisSampler.TryMake(map, image.Size, target.Size, interpolation) is { } sampler)
            return sampler.Apply(source, target, outside);
        var result = new Volume<float>(target);
        Parallel.For(0, target.Size.Z, z => ObliqueSampler.Plane(source, map, interpolation, outside, result, z));
        return result;
    }

    /// <summary>Labels on another grid, by nearest neighbour.</summary>
    /// <param name="labels">What to resample.</param>
    /// <param name="target">The grid.</param>
    /// <param name="outside">The value of voxels whose centre lies outside the labels' voxels.</param>
    public static Volume<T> Labels<T>(Volume<T> labels, VolumeGeometry target, T outside = default)
        where T : unmanaged
    {
        var map = labels.Geometry.Affine.Inverse().Compose(target.Affine);
        var result = new Volume<T>(target);
        result.Voxels.AsSpan().Fill(outside);
        Parallel.For(0, target.Size.Z, z => NearestSampler.Plane(labels, map, result, z));
        return result;
    }
}
