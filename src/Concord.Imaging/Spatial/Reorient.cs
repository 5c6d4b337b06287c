using Concord.Imaging.Geometry;

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
        where T : unmanaged
    {
        var expected = Geometry(original, volume.Geometry.Orientation);
        if (expected.Size != volume.Size)
            throw new ArgumentException($"{volume.Size} is not {original.Size} reoriented.", nameof(volume));
        return ReferenceEquals(expected, original) ? new(original, volume.Voxels) : Move(volume, original);
    }

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
        Span<int> strides = [1, volume.Size.X, volume.Size.X * volume.Size.Y];
        int start = 0,
            stepX = 0,
            stepY = 0,
            stepZ = 0;
        for (var axis = 0; axis < 3; axis++)
        {
            var (source, flip) = Source(volume.Geometry.Orientation, target.Orientation, axis);
            var step = flip ? -strides[source] : strides[source];
            start += flip ? strides[source] * (target.Size[axis] - 1) : 0;
            (stepX, stepY, stepZ) = axis switch
            {
                0 => (step, stepY, stepZ),
                1 => (stepX, step, stepZ),
                _ => (stepX, stepY, step),
            };
        }

        var result = new Volume<T>(target);
        Parallel.For(0, target.Size.Z, z => MovePlane(volume.Voxels, start + z * stepZ, stepX, stepY, result, z));
        return result;
    }

    private static void MovePlane<T>(T[] source, int start, int stepX, int stepY, Volume<T> result, int z)
        where T : unmanaged
    {
        const int Tile = 32; // A tile of either side stays in the first-level cache however the axes turn.
        var (width, height) = (result.Size.X, result.Size.Y);
        var plane = result.Plane(z);
        if (stepX is 1 or -1)
        {
            for (var y = 0; y < height; y++)
            {
                var row = plane.Slice(y * width, width);
                var first = start + y * stepY;
                source.AsSpan(stepX == 1 ? first : first - width + 1, width).CopyTo(row);
                if (stepX == -1)
                    row.Reverse();
            }

            return;
        }

        for (var y0 = 0; y0 < height; y0 += Tile)
        for (var x0 = 0; x0 < width; x0 += Tile)
        for (var y = y0; y < Math.Min(y0 + Tile, height); y++)
        for (var x = x0; x < Math.Min(x0 + Tile, width); x++)
            plane[y * width + x] = source[start + x * stepX + y * stepY];
    }
}
