using System.Numerics;
using Concord.Imaging.Geometry;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// World points (mm, RAS+) of one row of voxels, which maps move in place. The arrays are as long as whole vector
/// registers need; what lies beyond <see cref="Count"/> continues the row.
/// </summary>
internal sealed class PointRow
{
    public PointRow(int count)
    {
        Count = count;
        (X, Y, Z) = (Rows.Make(count), Rows.Make(count), Rows.Make(count));
    }

    /// <summary>How many points are asked for.</summary>
    public int Count { get; }

    /// <summary>To the right.</summary>
    public float[] X { get; }

    /// <summary>To the front.</summary>
    public float[] Y { get; }

    /// <summary>Upwards.</summary>
    public float[] Z { get; }

    /// <summary>Sets the points of a row of a grid, whose first index may lie between voxels.</summary>
    public void Set(Affine affine, double x, double y, double z)
    {
        for (var i = 0; i < X.Length; i += Vector<float>.Count)
            this[i] = Rows.Points(affine, x + i, y, z);
    }

    /// <summary>As many points as a register holds, from an index on that is a multiple of it.</summary>
    public Vec3 this[int i]
    {
        get => new(new(X, i), new(Y, i), new(Z, i));
        set
        {
            value.X.CopyTo(X, i);
            value.Y.CopyTo(Y, i);
            value.Z.CopyTo(Z, i);
        }
    }

    /// <summary>Maps every point.</summary>
    public void Transform(Affine map)
    {
        for (var i = 0; i < X.Length; i += Vector<float>.Count)
        {
            var p = this[i];
            this[i] = new(
                Line(p, map.M00, map.M01, map.M02, map.M03),
                Line(p, map.M10, map.M11, map.M12, map.M13),
                Line(p, map.M20, map.M21, map.M22, map.M23)
            );
        }
    }

    private static Vector<float> Line(Vec3 p, double a, double b, double c, double d) =>
        p.X * new Vector<float>((float)a)
        + p.Y * new Vector<float>((float)b)
        + p.Z * new Vector<float>((float)c)
        + new Vector<float>((float)d);
}
