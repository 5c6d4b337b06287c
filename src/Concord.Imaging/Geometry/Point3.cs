namespace Concord.Imaging.Geometry;

/// <summary>A point or a vector in three dimensions: voxel indices, or millimetres in RAS+ world space.</summary>
/// <param name="X">Along the first axis; in world space towards the subject's right.</param>
/// <param name="Y">Along the second axis; in world space towards anterior.</param>
/// <param name="Z">Along the third axis; in world space towards superior.</param>
public readonly record struct Point3(double X, double Y, double Z)
{
    /// <summary>The Euclidean length, in the unit of the components.</summary>
    public double Length => Math.Sqrt(X * X + Y * Y + Z * Z);

    /// <summary>Component by component.</summary>
    public static Point3 operator +(Point3 a, Point3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Component by component.</summary>
    public static Point3 operator -(Point3 a, Point3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>Every component times <paramref name="s"/>.</summary>
    public static Point3 operator *(Point3 a, double s) => new(a.X * s, a.Y * s, a.Z * s);

    /// <summary>The scalar product.</summary>
    public double Dot(Point3 other) => X * other.X + Y * other.Y + Z * other.Z;
}
