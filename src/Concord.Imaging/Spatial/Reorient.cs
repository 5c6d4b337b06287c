using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Spatial;

/// <summary>Turns the axes of a volume into another of the 48 orientations: voxels move in memory, never in the world.</summary>
public static class Reorient
{
    /// <summary>The same volume with its axes running as asked. Returns the volume itself if they do already.</summary>
    public static Volume<T> To<T>(Volume<T> volume, Orientation orientation)
        where T : unmanaged
    {
        var geometry = Geometry(volume.Geometry, orientation);
        return ReferenceEquals(geometry, volume.Geometry) ? volume : Move(volume, geometry);
    }

    /// <summary>Undoes <see cref="To"/>: the voxels on exactly the original geometry, affine untouched.</summary>
    /// <exception cref="ArgumentException">The volume isn't a reorientation of the original.</exception>
    public static Volume<T> Back<T>(Volume<T> volume, VolumeGeometry original)
        where T : unmanaged =>
        volume.Geometry == original ? new(original, volume.Voxels)
        : AxisMove.IsPossible(volume.Geometry, original) ? Move(volume, original)
        : throw new ArgumentException($"{volume.Size} is not {original.Size} reoriented.", nameof(volume));

    /// <summary>The geometry that <see cref="To"/> gives. Returns the geometry itself if nothing changes.</summary>
    public static VolumeGeometry Geometry(VolumeGeometry geometry, Orientation orientation)
    {
        if (geometry.Orientation == orientation)
            return geometry;
        Span<int> sizes = stackalloc int[3];
        Span<Point3> columns = stackalloc Point3[3];
        var origin = geometry.Affine.Column(3);
        for (var axis = 0; axis < 3; axis++)
        {
            var (source, flip) = Source(geometry.Orientation, orientation, axis);
            sizes[axis] = geometry.Size[source];
            columns[axis] = geometry.Affine.Column(source);
            if (!flip)
                continue;
            origin += columns[axis] * (sizes[axis] - 1);
            columns[axis] *= -1;
        }

        return new(new(sizes[0], sizes[1], sizes[2]), Affine.FromColumns(columns[0], columns[1], columns[2], origin));
    }

    // Which axis of the source becomes this axis of the target, and whether it runs the other way.
    private static (int Axis, bool Flip) Source(Orientation from, Orientation to, int axis)
    {
        var source = from.VolumeAxis(to.WorldAxis(axis));
        return (source, from.IsFlipped(source) != to.IsFlipped(axis));
    }

    private static Volume<T> Move<T>(Volume<T> volume, VolumeGeometry target)
        where T : unmanaged
    {
        var result = new Volume<T>(target);
        AxisMove.Between(volume.Geometry, target).Copy(volume.Voxels, result);
        return result;
    }
}
