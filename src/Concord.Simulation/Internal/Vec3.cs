using System.Numerics;
using System.Runtime.CompilerServices;

namespace Concord.Simulation.Internal;

/// <summary>As many points (mm) or vectors as a register holds, one a lane.</summary>
internal readonly struct Vec3(Vector<float> x, Vector<float> y, Vector<float> z)
{
    public readonly Vector<float> X = x,
        Y = y,
        Z = z;

    public Vector<float> Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector.SquareRoot(Dot(this));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Dot(Vec3 o) => X * o.X + Y * o.Y + Z * o.Z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 operator *(Vec3 a, Vector<float> s) => new(a.X * s, a.Y * s, a.Z * s);

    /// <summary>The same point in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 All(Vector3 p) => new(new(p.X), new(p.Y), new(p.Z));
}
