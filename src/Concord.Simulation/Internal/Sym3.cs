using System.Numerics;
using System.Runtime.CompilerServices;
using Concord.Simulation.Fields;

namespace Concord.Simulation.Internal;

/// <summary>As many symmetric 3 x 3 matrices as a register holds, one a lane.</summary>
internal readonly struct Sym3(
    Vector<float> xx,
    Vector<float> yy,
    Vector<float> zz,
    Vector<float> xy,
    Vector<float> xz,
    Vector<float> yz
)
{
    public readonly Vector<float> XX = xx,
        YY = yy,
        ZZ = zz,
        XY = xy,
        XZ = xz,
        YZ = yz;

    public static Sym3 Identity =>
        new(
            Vector<float>.One,
            Vector<float>.One,
            Vector<float>.One,
            Vector<float>.Zero,
            Vector<float>.Zero,
            Vector<float>.Zero
        );

    public Vector<float> Trace => XX + YY + ZZ;

    public static Sym3 operator +(Sym3 a, Sym3 b) =>
        new(a.XX + b.XX, a.YY + b.YY, a.ZZ + b.ZZ, a.XY + b.XY, a.XZ + b.XZ, a.YZ + b.YZ);

    public static Sym3 operator *(Sym3 a, Vector<float> s) =>
        new(a.XX * s, a.YY * s, a.ZZ * s, a.XY * s, a.XZ * s, a.YZ * s);

    /// <summary>v v^T.</summary>
    public static Sym3 Outer(Vec3 v) => new(v.X * v.X, v.Y * v.Y, v.Z * v.Z, v.X * v.Y, v.X * v.Z, v.Y * v.Z);

    /// <summary>The matrix of cofactors: the inverse but for the determinant.</summary>
    public Sym3 Adjugate() =>
        new(
            YY * ZZ - YZ * YZ,
            XX * ZZ - XZ * XZ,
            XX * YY - XY * XY,
            XZ * YZ - XY * ZZ,
            XY * YZ - XZ * YY,
            XY * XZ - YZ * XX
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vec3 Times(Vec3 v) =>
        new(XX * v.X + XY * v.Y + XZ * v.Z, XY * v.X + YY * v.Y + YZ * v.Z, XZ * v.X + YZ * v.Y + ZZ * v.Z);

    /// <summary>Reads whole registers or, at the end of a row, the lanes that are left; the others are 0.</summary>
    public static Sym3 Load(TensorField t, int y, int z, int x) =>
        new(
            Rows.Load(t.XX.Row(y, z), x),
            Rows.Load(t.YY.Row(y, z), x),
            Rows.Load(t.ZZ.Row(y, z), x),
            Rows.Load(t.XY.Row(y, z), x),
            Rows.Load(t.XZ.Row(y, z), x),
            Rows.Load(t.YZ.Row(y, z), x)
        );

    public void Store(TensorField t, int y, int z, int x)
    {
        Rows.Store(XX, t.XX.Row(y, z), x);
        Rows.Store(YY, t.YY.Row(y, z), x);
        Rows.Store(ZZ, t.ZZ.Row(y, z), x);
        Rows.Store(XY, t.XY.Row(y, z), x);
        Rows.Store(XZ, t.XZ.Row(y, z), x);
        Rows.Store(YZ, t.YZ.Row(y, z), x);
    }
}
