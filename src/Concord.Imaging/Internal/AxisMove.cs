using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>
/// Copies voxels between two grids that hold the same points with their axes in another order or direction. The axes are
/// matched by their columns and not by their letters, which two grids turned by 45° may spell either way.
/// </summary>
internal sealed class AxisMove
{
    private readonly int _start;
    private readonly int[] _steps;

    private AxisMove(int start, int[] steps)
    {
        (_start, _steps) = (start, steps);
    }

    /// <summary>True if every voxel centre of one grid is one of the other, to a hundredth of a voxel.</summary>
    public static bool IsPossible(VolumeGeometry source, VolumeGeometry target)
    {
        Span<int> sides = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
            sides[axis] = source.Size[Match(source, target, axis).Axis];
        if (new GridSize(sides[0], sides[1], sides[2]) != target.Size)
            return false;
        var toSource = source.Affine.Inverse().Compose(target.Affine);
        return VolumeGeometry.Corners(target.Size).All(corner => IsCorner(toSource.Apply(corner), source.Size));
    }

    /// <summary>The move from one grid to the other.</summary>
    public static AxisMove Between(VolumeGeometry source, VolumeGeometry target)
    {
        int[] strides = [1, source.Size.X, source.Size.X * source.Size.Y];
        var steps = new int[3];
        var start = 0;
        for (var axis = 0; axis < 3; axis++)
        {
            var (from, flip) = Match(source, target, axis);
            steps[axis] = flip ? -strides[from] : strides[from];
            start += flip ? strides[from] * (target.Size[axis] - 1) : 0;
        }

        return new(start, steps);
    }

    /// <summary>Copies.</summary>
    public void Copy<T>(T[] source, Volume<T> target)
        where T : unmanaged
    {
        var size = target.Size;
        if (Math.Abs(_steps[0]) == 1)
            Parallel.For(0, size.Z, z => CopyRows(source, target, z));
        else if (Math.Abs(_steps[1]) == 1)
            Parallel.For(0, size.Z, z => CopyTiles(source, target.Voxels, size, fixedAxis: 2, at: z));
        else
            Parallel.For(0, size.Y, y => CopyTiles(source, target.Voxels, size, fixedAxis: 1, at: y));
    }

    private void CopyRows<T>(T[] source, Volume<T> target, int z)
        where T : unmanaged
    {
        for (var y = 0; y < target.Size.Y; y++)
        {
            var row = target.Row(y, z);
            var first = _start + y * _steps[1] + z * _steps[2];
            source.AsSpan(_steps[0] == 1 ? first : first - row.Length + 1, row.Length).CopyTo(row);
            if (_steps[0] == -1)
                row.Reverse();
        }
    }

    // A plane whose one side is contiguous in the target and whose other side is contiguous in the source: by way of a
    // small tile, so that a line of either is touched once. Directly, the lines of a grid of 256 push each other out of
    // the cache, since they lie a power of two apart.
    private void CopyTiles<T>(T[] source, T[] target, GridSize size, int fixedAxis, int at)
        where T : unmanaged
    {
        const int Side = 32;
        Span<T> tile = stackalloc T[Side * Side];
        var axis = 3 - fixedAxis;
        int[] strides = [1, size.X, size.X * size.Y];
        var (stepX, step, stride) = (_steps[0], _steps[axis], strides[axis]);
        for (var b = 0; b < size[axis]; b += Side)
        for (var x = 0; x < size.X; x += Side)
        {
            var (rows, columns) = (Math.Min(Side, size[axis] - b), Math.Min(Side, size.X - x));
            var from = _start + at * _steps[fixedAxis] + b * step + x * stepX;
            for (var i = 0; i < columns; i++)
            for (var j = 0; j < rows; j++)
                tile[j * Side + i] = source[from + i * stepX + j * step];
            for (var j = 0; j < rows; j++)
                tile.Slice(j * Side, columns).CopyTo(target.AsSpan(at * strides[fixedAxis] + (b + j) * stride + x));
        }
    }

    // The axis of the source that runs along an axis of the target, and whether it runs the other way.
    private static (int Axis, bool Flip) Match(VolumeGeometry source, VolumeGeometry target, int axis)
    {
        var column = target.Affine.Column(axis);
        var (best, cosine) = (0, 0.0);
        for (var candidate = 0; candidate < 3; candidate++)
        {
            var other = source.Affine.Column(candidate);
            var c = column.Dot(other) / (column.Length * other.Length);
            if (Math.Abs(c) > Math.Abs(cosine))
                (best, cosine) = (candidate, c);
        }

        return (best, cosine < 0);
    }

    private static bool IsCorner(Point3 p, GridSize size) =>
        IsEnd(p.X, size.X) && IsEnd(p.Y, size.Y) && IsEnd(p.Z, size.Z);

    private static bool IsEnd(double at, int size) => Math.Min(Math.Abs(at), Math.Abs(at - (size - 1))) < 0.01;
}
