using Concord.Imaging.Geometry;

namespace Concord.Imaging.Registration;

/// <summary>
/// A turn about a point and a shift, both in world millimetres (RAS+): <c>p -> R (p - centre) + centre + translation</c>.
/// </summary>
/// <param name="Centre">The point that is turned about, in mm.</param>
/// <param name="Rotation">The axis of the turn, as long as its angle in radians.</param>
/// <param name="Translation">How far the centre moves, in mm.</param>
public readonly record struct RigidTransform(Point3 Centre, Point3 Rotation, Point3 Translation)
{
    /// <summary>Leaves every point where it is.</summary>
    public static RigidTransform Identity { get; }

    /// <summary>The angle of the turn in degrees, at least 0.</summary>
    public double Degrees => Rotation.Length * 180 / Math.PI;

    /// <summary>The same as a matrix, from world to world.</summary>
    public Affine ToAffine()
    {
        var turn = Turn(Rotation);
        var origin = Centre + Translation - turn.Apply(Centre);
        return Affine.FromColumns(turn.Column(0), turn.Column(1), turn.Column(2), origin);
    }

    /// <summary>The same transform as a turn about another point.</summary>
    public RigidTransform About(Point3 centre) => new(centre, Rotation, ToAffine().Apply(centre) - centre);

    /// <summary>How far the point that moves most is moved, in mm.</summary>
    public double LargestShift(IEnumerable<Point3> points)
    {
        var map = ToAffine();
        return points.Max(p => (map.Apply(p) - p).Length);
    }

    /// <summary>The rotation matrix (Rodrigues' formula), without origin.</summary>
    internal static Affine Turn(Point3 rotation)
    {
        var angle = rotation.Length;
        // sin(a)/a and (1 - cos(a))/a²; their first terms where the quotient would lose all digits.
        var s = angle < 1e-4 ? 1 - angle * angle / 6 : Math.Sin(angle) / angle;
        var c = angle < 1e-4 ? 0.5 - angle * angle / 24 : (1 - Math.Cos(angle)) / (angle * angle);
        var (x, y, z) = (rotation.X, rotation.Y, rotation.Z);
        return Affine.FromColumns(
            new(1 - c * (y * y + z * z), s * z + c * x * y, -s * y + c * x * z),
            new(-s * z + c * x * y, 1 - c * (x * x + z * z), s * x + c * y * z),
            new(s * y + c * x * z, -s * x + c * y * z, 1 - c * (x * x + y * y)),
            default
        );
    }
}
