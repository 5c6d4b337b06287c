namespace Concord.Imaging.Geometry;

/// <summary>
/// Where a volume lies: its size in voxels and the affine from indices to world millimetres (RAS+). Immutable; spacing and
/// orientation follow from the affine and can't contradict it.
/// </summary>
public sealed record VolumeGeometry
{
    /// <summary>Makes a geometry.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or the affine is singular or not finite.</exception>
    public VolumeGeometry(GridSize size, Affine affine)
    {
        if (size.X < 1 || size.Y < 1 || size.Z < 1)
            throw new ArgumentException($"A size of {size} voxels has no volume.", nameof(size));
        if (!affine.IsInvertible)
            throw new ArgumentException("The affine is singular or not finite.", nameof(affine));
        Size = size;
        Affine = affine;
        Spacing = new(affine.Column(0).Length, affine.Column(1).Length, affine.Column(2).Length);
        Orientation = Orientation.Of(affine);
    }

    /// <summary>Voxels along each axis.</summary>
    public GridSize Size { get; }

    /// <summary>From voxel indices to world millimetres.</summary>
    public Affine Affine { get; }

    /// <summary>Millimetres between voxel centres along each axis.</summary>
    public Spacing Spacing { get; }

    /// <summary>Where the axes run, to the nearest world axis.</summary>
    public Orientation Orientation { get; }

    /// <summary>The volume of a voxel in mm³, sheared axes included.</summary>
    public double VoxelVolume => Math.Abs(Affine.Determinant);

    /// <summary>The largest distance in mm between equal corners of two grids, or infinity if their sizes differ.</summary>
    public double CornerDistance(VolumeGeometry other)
    {
        if (Size != other.Size)
            return double.PositiveInfinity;
        return Corners(Size).Max(c => (Affine.Apply(c) - other.Affine.Apply(c)).Length);
    }

    /// <summary>The eight outermost voxel centres, as indices.</summary>
    public static IEnumerable<Point3> Corners(GridSize size) =>
        from x in new[] { 0, size.X - 1 }
        from y in new[] { 0, size.Y - 1 }
        from z in new[] { 0, size.Z - 1 }
        select new Point3(x, y, z);
}
