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
        Span<byte> chosen = stackalloc byte[Width];
        foreach (var tissue in tissues)
            chosen[(int)tissue] = byte.MaxValue;
        var mask = Vector128.Create<byte>(chosen);
        // Whole numbers: they sum to the same in any order.
        var planes = new (long Weight, long X, long Y)[size.Z];
        Parallel.For(
            0,
            size.Z,
            k =>
            {
                var (weight, x, y) = (0L, 0L, 0L);
                for (var j = 0; j < size.Y; j++)
                {
                    var row = _lanes.AsSpan(size.X * (j + size.Y * k), size.X);
                    for (var i = 0; i < row.Length; i++)
                    {
                        var lanes = row[i] & mask;
                        if (lanes == Vector128<byte>.Zero)
                            continue;
                        var (low, high) = Vector128.Widen(lanes);
                        long share = Vector128.Sum(low + high);
                        (weight, x, y) = (weight + share, x + share * i, y + share * j);
                    }
                }

                planes[k] = (weight, x, y);
            }
        );
        double all = planes.Sum(p => p.Weight);
        var (alongX, alongY) = ((double)planes.Sum(p => p.X), (double)planes.Sum(p => p.Y));
        double alongZ = planes.Select((p, k) => p.Weight * k).Sum();
        return all > 0
            ? Geometry.Affine.Apply(new(alongX / all, alongY / all, alongZ / all))
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
