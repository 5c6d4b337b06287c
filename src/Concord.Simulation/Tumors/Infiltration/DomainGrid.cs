using System.Numerics;
using System.Runtime.InteropServices;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>
/// The memory of a solver: the smallest box around the domain, with a layer of nothing around it and rows long enough
/// that a register may run past the end of one. So the inner loops have neither borders nor remainders.
/// </summary>
internal sealed class DomainGrid
{
    private readonly Box _box;

    private DomainGrid(Box box)
    {
        _box = box;
        Row = box.Size.X + 2 + Vector<float>.Count;
        Plane = Row * (box.Size.Y + 2);
        Length = checked(Plane * (box.Size.Z + 2) + Row);
    }

    /// <summary>Voxels of the box, without what surrounds it.</summary>
    public GridSize Size => _box.Size;

    /// <summary>The step in memory to the next row.</summary>
    public int Row { get; }

    /// <summary>The step in memory to the next plane.</summary>
    public int Plane { get; }

    /// <summary>The length of an array.</summary>
    public int Length { get; }

    /// <summary>The grid around a domain, or null if that is empty.</summary>
    public static DomainGrid? Around(Volume<byte> domain)
    {
        var size = domain.Size;
        int[] low = [size.X, size.Y, size.Z],
            high = [-1, -1, -1];
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        {
            ReadOnlySpan<byte> row = domain.Row(y, z);
            var first = row.IndexOfAnyExcept((byte)0);
            if (first < 0)
                continue;
            (low[0], high[0]) = (Math.Min(low[0], first), Math.Max(high[0], row.LastIndexOfAnyExcept((byte)0)));
            (low[1], high[1]) = (Math.Min(low[1], y), Math.Max(high[1], y));
            (low[2], high[2]) = (Math.Min(low[2], z), Math.Max(high[2], z));
        }

        return high[0] < 0
            ? null
            : new(new(low[0], low[1], low[2], new(high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1)));
    }

    /// <summary>The place in memory of a row's first voxel; y and z count within the box.</summary>
    public int Index(int y, int z) => 1 + Row * (y + 1) + Plane * (z + 1);

    /// <summary>The row of an array.</summary>
    public Span<float> RowOf(float[] array, int y, int z) => array.AsSpan(Index(y, z), Size.X);

    /// <summary>The row of a volume that lies there.</summary>
    public Span<T> RowOf<T>(Volume<T> volume, int y, int z)
        where T : unmanaged => volume.Row(_box.Y + y, _box.Z + z).Slice(_box.X, Size.X);

    /// <summary>A register's worth of an array.</summary>
    public static Vector<float> Read(float[] array, int i) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)i);

    /// <summary>Writes a register's worth.</summary>
    public static void Write(Vector<float> values, float[] array, int i) =>
        values.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)i);
}
