namespace Concord.Imaging.Geometry;

/// <summary>The distance between neighbouring voxel centres along each axis, in mm, all above 0.</summary>
/// <param name="X">Along the first axis.</param>
/// <param name="Y">Along the second axis.</param>
/// <param name="Z">Along the third axis.</param>
public readonly record struct Spacing(double X, double Y, double Z)
{
    /// <summary>The volume of one voxel in mm³, for axes that stand at right angles.</summary>
    public double VoxelVolume => X * Y * Z;

    /// <summary>The spacing along axis 0, 1 or 2.</summary>
    public double this[int axis] =>
        axis switch
        {
            0 => X,
            1 => Y,
            2 => Z,
            _ => throw new ArgumentOutOfRangeException(nameof(axis)),
        };

    /// <summary>The same spacing along all axes.</summary>
    public static Spacing Isotropic(double millimetres) => new(millimetres, millimetres, millimetres);

    /// <summary>As people write it: 0.96x0.96x3 mm.</summary>
    public override string ToString() => $"{X:0.###}x{Y:0.###}x{Z:0.###} mm";
}
