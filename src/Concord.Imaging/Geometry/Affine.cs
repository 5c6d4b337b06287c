namespace Concord.Imaging.Geometry;

/// <summary>
/// An affine map from voxel indices (i, j, k) to world millimetres in RAS+: the first three rows of a 4x4 matrix whose
/// last row is 0 0 0 1. Voxel indices name voxel centres.
/// </summary>
public readonly record struct Affine(
    double M00,
    double M01,
    double M02,
    double M03,
    double M10,
    double M11,
    double M12,
    double M13,
    double M20,
    double M21,
    double M22,
    double M23
)
{
    /// <summary>Index equals millimetre.</summary>
    public static Affine Identity { get; } = new(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);

    /// <summary>The determinant of the linear part: the signed voxel volume in mm³.</summary>
    public double Determinant =>
        M00 * (M11 * M22 - M12 * M21) - M01 * (M10 * M22 - M12 * M20) + M02 * (M10 * M21 - M11 * M20);

    /// <summary>True if every entry is finite and the linear part can be inverted, judged relative to its columns.</summary>
    public bool IsInvertible
    {
        get
        {
            var scale = Column(0).Length * Column(1).Length * Column(2).Length;
            return double.IsFinite(scale + M03 + M13 + M23) && scale > 0 && Math.Abs(Determinant) > 1e-6 * scale;
        }
    }

    /// <summary>Scales the axes and moves the origin.</summary>
    public static Affine FromSpacing(Spacing spacing, Point3 origin = default) =>
        new(spacing.X, 0, 0, origin.X, 0, spacing.Y, 0, origin.Y, 0, 0, spacing.Z, origin.Z);

    /// <summary>Makes the map that sends index (0,0,0) to <paramref name="origin"/> and has these columns.</summary>
    public static Affine FromColumns(Point3 x, Point3 y, Point3 z, Point3 origin) =>
        new(x.X, y.X, z.X, origin.X, x.Y, y.Y, z.Y, origin.Y, x.Z, y.Z, z.Z, origin.Z);

    /// <summary>The step in millimetres when index 0, 1 or 2 grows by one; 3 gives the origin.</summary>
    public Point3 Column(int axis) =>
        axis switch
        {
            0 => new(M00, M10, M20),
            1 => new(M01, M11, M21),
            2 => new(M02, M12, M22),
            3 => new(M03, M13, M23),
            _ => throw new ArgumentOutOfRangeException(nameof(axis)),
        };

    /// <summary>Maps a point.</summary>
    public Point3 Apply(Point3 p) =>
        new(
            M00 * p.X + M01 * p.Y + M02 * p.Z + M03,
            M10 * p.X + M11 * p.Y + M12 * p.Z + M13,
            M20 * p.X + M21 * p.Y + M22 * p.Z + M23
        );

    /// <summary>The composition: first <paramref name="inner"/>, then this.</summary>
    public Affine Compose(Affine inner)
    {
        var origin = Apply(inner.Column(3));
        return FromColumns(Linear(inner.Column(0)), Linear(inner.Column(1)), Linear(inner.Column(2)), origin);
    }

    /// <summary>The map back from millimetres to indices.</summary>
    /// <exception cref="InvalidOperationException">The linear part is singular.</exception>
    public Affine Inverse()
    {
        if (!IsInvertible)
            throw new InvalidOperationException("The affine is singular.");
        var d = 1 / Determinant;
        double i00 = (M11 * M22 - M12 * M21) * d,
            i01 = (M02 * M21 - M01 * M22) * d,
            i02 = (M01 * M12 - M02 * M11) * d;
        double i10 = (M12 * M20 - M10 * M22) * d,
            i11 = (M00 * M22 - M02 * M20) * d,
            i12 = (M02 * M10 - M00 * M12) * d;
        double i20 = (M10 * M21 - M11 * M20) * d,
            i21 = (M01 * M20 - M00 * M21) * d,
            i22 = (M00 * M11 - M01 * M10) * d;
        return new(
            i00,
            i01,
            i02,
            -(i00 * M03 + i01 * M13 + i02 * M23),
            i10,
            i11,
            i12,
            -(i10 * M03 + i11 * M13 + i12 * M23),
            i20,
            i21,
            i22,
            -(i20 * M03 + i21 * M13 + i22 * M23)
        );
    }

    private Point3 Linear(Point3 v) => Apply(v) - Column(3);
}
