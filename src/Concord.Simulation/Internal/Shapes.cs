using System.Numerics;
using System.Runtime.CompilerServices;

namespace Concord.Simulation.Internal;

/// <summary>
/// Signed distances in mm, negative inside. Those of ellipsoids are first-order, F / |grad F|: exact on the surface,
/// which is where a partial-volume edge needs them.
/// </summary>
internal static class Shapes
{
    public static Vector<float> Ellipsoid(Vec3 p, Vector3 centre, Vector3 radii)
    {
        var v = p - Vec3.All(centre);
        var inverse = Vec3.All(Vector3.One / radii);
        var a = new Vec3(v.X * inverse.X, v.Y * inverse.Y, v.Z * inverse.Z);
        var b = new Vec3(a.X * inverse.X, a.Y * inverse.Y, a.Z * inverse.Z);
        var k = a.Length;
        return k * (k - Vector<float>.One) / Vector.Max(b.Length, new(1e-6f));
    }

    /// <summary>A tube from <paramref name="from"/> to <paramref name="to"/> whose radius changes linearly.</summary>
    public static Vector<float> Tube(Vec3 p, Vector3 from, Vector3 to, float radiusFrom, float radiusTo)
    {
        var axis = to - from;
        var along = Clamp01((p - Vec3.All(from)).Dot(Vec3.All(axis / axis.LengthSquared())));
        var nearest = Vec3.All(from) + Vec3.All(axis) * along;
        return (p - nearest).Length
            - (new Vector<float>(radiusFrom) + along * new Vector<float>(radiusTo - radiusFrom));
    }

    /// <summary>
    /// The union, rounded where the two lie within <paramref name="k"/> mm of each other (quadratic smooth minimum).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Union(Vector<float> a, Vector<float> b, float k)
    {
        var h = Vector.Max(new Vector<float>(k) - Vector.Abs(a - b), Vector<float>.Zero);
        return Vector.Min(a, b) - h * h * new Vector<float>(0.25f / k);
    }

    /// <summary>The intersection, rounded like <see cref="Union"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Intersection(Vector<float> a, Vector<float> b, float k) => -Union(-a, -b, k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Clamp01(Vector<float> v) =>
        Vector.Min(Vector.Max(v, Vector<float>.Zero), Vector<float>.One);

    /// <summary>Positive part, squared: a term of the distance to something that ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Beyond(Vector<float> v)
    {
        var positive = Vector.Max(v, Vector<float>.Zero);
        return positive * positive;
    }

    /// <summary>
    /// The angle in [0, pi/2] whose tangent is y/x, for x, y at least 0; error below 1e-5 rad
    /// (Abramowitz and Stegun 1964, 4.4.49).
    /// </summary>
    public static Vector<float> Angle(Vector<float> y, Vector<float> x)
    {
        var r = Vector.Min(x, y) / Vector.Max(Vector.Max(x, y), new(1e-12f));
        var s = r * r;
        var a = s * new Vector<float>(0.0208351f) - new Vector<float>(0.0851330f);
        a = a * s + new Vector<float>(0.1801410f);
        a = a * s - new Vector<float>(0.3302995f);
        a = (a * s + new Vector<float>(0.9998660f)) * r;
        return Vector.ConditionalSelect(Vector.GreaterThan(y, x), new Vector<float>(MathF.PI / 2) - a, a);
    }
}
