using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// The memberships of all tissues of an anatomy side by side: sixteen bytes a voxel, one a tissue, that sum to <see
/// cref="Whole"/>. One load takes them all, so that interpolation costs the same for one tissue as for sixteen.
/// </summary>
internal sealed class MembershipLanes
{
    /// <summary>Lanes a voxel.</summary>
    public const int Width = Tissues.Anatomical;

    /// <summary>What a membership of 1 is stored as: 6 x 6 x 6, what smoothing by (1, 4, 1) along each axis sums to.</summary>
    public const int Whole = 216;

    private readonly Vector128<byte>[] _lanes;

    public MembershipLanes(VolumeGeometry geometry)
    {
        Geometry = geometry;
        _lanes = new Vector128<byte>[checked((int)geometry.Size.Voxels)];
    }

    /// <summary>Where the voxels lie.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>The lanes of a voxel.</summary>
    public ref Vector128<byte> this[int x, int y, int z] => ref _lanes[x + Geometry.Size.X * (y + Geometry.Size.Y * z)];

    /// <summary>The lanes of all voxels as bytes, sixteen a voxel.</summary>
    public Span<byte> Bytes => MemoryMarshal.AsBytes(_lanes.AsSpan());

    /// <summary>The tissues that some voxel has.</summary>
    public IReadOnlyList<Tissue> Present()
    {
        var any = Vector128<byte>.Zero;
        foreach (var lanes in _lanes)
            any |= lanes;
        return [.. Enumerable.Range(0, Width).Where(t => any[t] > 0 || t == 0).Select(t => (Tissue)t)];
    }

    /// <summary>The mean place of some tissues, world mm.</summary>
    public Point3 Centre(IReadOnlyList<Tissue> tissues)
    {
        var size = Geometry.Size;
        double weight = 0,
            x = 0,
            y = 0,
            z = 0;
        for (var k = 0; k < size.Z; k++)
        for (var j = 0; j < size.Y; j++)
        for (var i = 0; i < size.X; i++)
        {
            var lanes = this[i, j, k];
            var share = 0;
            foreach (var tissue in tissues)
                share += lanes[(int)tissue];
            weight += share;
            x += (double)share * i;
            y += (double)share * j;
            z += (double)share * k;
        }

        return weight > 0
            ? Geometry.Affine.Apply(new(x / weight, y / weight, z / weight))
            : throw new InvalidOperationException("The anatomy has none of these tissues.");
    }

    /// <summary>
    /// Turns one-hot lanes (1 in one, 0 in the others) into memberships that sum to <see cref="Whole"/>: the cubic
    /// B-spline whose coefficients they are, sampled at the voxels. It takes the staircase off the boundaries.
    /// </summary>
    public void Smooth()
    {
        var size = Geometry.Size;
        Parallel.For(
            0,
            size.Z,
            z =>
            {
                for (var y = 0; y < size.Y; y++)
                    AlongLine(z * size.X * size.Y + y * size.X, 1, size.X);
                AlongRows(z * size.X * size.Y, size.X, size.Y);
            }
        );
        Parallel.For(0, size.Y, y => AlongRows(y * size.X, size.X * size.Y, size.Z));
    }

    private void AlongLine(int start, int step, int count)
    {
        var before = _lanes[start];
        for (var i = 0; i < count; i++)
        {
            ref var here = ref _lanes[start + i * step];
            var now = here;
            here = Weigh(before, now, _lanes[start + Math.Min(i + 1, count - 1) * step]);
            before = now;
        }
    }

    /// <summary>The same across rows, a row at a time.</summary>
    private void AlongRows(int start, int step, int count)
    {
        var width = Geometry.Size.X;
        var before = _lanes.AsSpan(start, width).ToArray();
        for (var i = 0; i < count; i++)
        {
            var here = _lanes.AsSpan(start + i * step, width);
            var next = _lanes.AsSpan(start + Math.Min(i + 1, count - 1) * step, width);
            for (var x = 0; x < width; x++)
            {
                var now = here[x];
                here[x] = Weigh(before[x], now, next[x]);
                before[x] = now;
            }
        }
    }

    private static Vector128<byte> Weigh(Vector128<byte> before, Vector128<byte> now, Vector128<byte> next)
    {
        var twice = now + now;
        return before + next + twice + twice;
    }
}
