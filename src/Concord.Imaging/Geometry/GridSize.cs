namespace Concord.Imaging.Geometry;

/// <summary>How many voxels a volume has along each of its axes, all at least 1.</summary>
/// <param name="X">Along the first axis, the one that runs fastest in memory.</param>
/// <param name="Y">Along the second axis.</param>
/// <param name="Z">Along the third axis, the slowest.</param>
public readonly record struct GridSize(int X, int Y, int Z)
{
    /// <summary>The number of voxels, which may exceed what one array holds.</summary>
    public long Voxels => (long)X * Y * Z;

    /// <summary>The size along axis 0, 1 or 2.</summary>
    public int this[int axis] =>
        axis switch
        {
            0 => X,
            1 => Y,
            2 => Z,
            _ => throw new ArgumentOutOfRangeException(nameof(axis)),
        };

    /// <summary>As people write it: 182x218x182.</summary>
    public override string ToString() => $"{X}x{Y}x{Z}";
}
