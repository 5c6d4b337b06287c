using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Fields;

namespace Concord.Simulation.Deformation;

/// <summary>
/// Displacements in world mm at the nodes of a grid without rotation, interpolated linearly between them; beyond the
/// grid the nearest node's.
/// </summary>
internal sealed class DisplacementGrid
{
    // Four floats a node, so that one load takes all components.
    private readonly Vector4[] _nodes;
    private readonly GridSize _size;
    private readonly Vector3 _origin,
        _inverse;

    public DisplacementGrid(GridSize size, Vector3 origin, Vector3 spacing)
    {
        (_size, _origin, _inverse) = (size, origin, Vector3.One / spacing);
        Spacing = spacing;
        _nodes = new Vector4[size.Voxels];
    }

    /// <summary>The displacements of a field whose axes run to the right, front and top.</summary>
    /// <exception cref="ArgumentException">The field's grid is turned or mirrored.</exception>
    public static DisplacementGrid Of(VectorField field)
    {
        var (size, affine, spacing) = (field.Geometry.Size, field.Geometry.Affine, field.Geometry.Spacing);
        var straight = Affine.FromSpacing(spacing, affine.Column(3));
        if (new VolumeGeometry(size, straight).CornerDistance(field.Geometry) > 1e-3)
            throw new ArgumentException("The field's axes aren't those of the world.", nameof(field));
        var origin = affine.Column(3);
        var grid = new DisplacementGrid(
            size,
            new((float)origin.X, (float)origin.Y, (float)origin.Z),
            new((float)spacing.X, (float)spacing.Y, (float)spacing.Z)
        );
        for (var i = 0; i < grid._nodes.Length; i++)
            grid._nodes[i] = new(field.X.Voxels[i], field.Y.Voxels[i], field.Z.Voxels[i], 0);
        return grid;
    }

    /// <summary>Nodes along each axis.</summary>
    public GridSize Size => _size;

    /// <summary>Mm between nodes.</summary>
    public Vector3 Spacing { get; }

    /// <summary>The displacement of a node, in mm.</summary>
    public ref Vector4 this[int x, int y, int z] => ref _nodes[x + _size.X * (y + _size.Y * z)];

    /// <summary>All nodes, the first axis fastest.</summary>
    public Vector4[] Nodes => _nodes;

    /// <summary>Where a node lies, in world mm.</summary>
    public Vector3 Place(int x, int y, int z) => _origin + Spacing * new Vector3(x, y, z);

    /// <summary>Adds the displacements to points.</summary>
    public void Displace(PointRow points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var d = At(new(points.X[i], points.Y[i], points.Z[i]));
            points.X[i] += d.X;
            points.Y[i] += d.Y;
            points.Z[i] += d.Z;
        }
    }

    /// <summary>The displacement of a point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector4 At(Vector3 point)
    {
        var last = new Vector3(_size.X - 1, _size.Y - 1, _size.Z - 1);
        var p = Vector3.Clamp((point - _origin) * _inverse, Vector3.Zero, last);
        var (x, y, z) = (
            Math.Min((int)p.X, Math.Max(_size.X - 2, 0)),
            Math.Min((int)p.Y, Math.Max(_size.Y - 2, 0)),
            Math.Min((int)p.Z, Math.Max(_size.Z - 2, 0))
        );
        var (fx, fy, fz) = (p.X - x, p.Y - y, p.Z - z);
        var (dx, dy, dz) = (_size.X > 1 ? 1 : 0, _size.Y > 1 ? _size.X : 0, _size.Z > 1 ? _size.X * _size.Y : 0);
        ref var node = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_nodes), x + _size.X * (y + _size.Y * z));
        var near = Line(ref node, dx, dy, fx, fy);
        var far = Line(ref Unsafe.Add(ref node, dz), dx, dy, fx, fy);
        return near + (far - near) * fz;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector4 Line(ref Vector4 node, int dx, int dy, float fx, float fy)
    {
        var a = node + (Unsafe.Add(ref node, dx) - node) * fx;
        ref var next = ref Unsafe.Add(ref node, dy);
        var b = next + (Unsafe.Add(ref next, dx) - next) * fx;
        return a + (b - a) * fy;
    }

    /// <summary>
    /// The smallest Jacobian determinant of p -> p + d(p), over the corners of every cell, where the gradient of the
    /// linear interpolation is that of the cell's own edges.
    /// </summary>
    public float SmallestJacobian()
    {
        var smallest = float.PositiveInfinity;
        for (var z = 0; z < _size.Z - 1; z++)
        for (var y = 0; y < _size.Y - 1; y++)
        for (var x = 0; x < _size.X - 1; x++)
        for (var corner = 0; corner < 8; corner++)
        {
            var (i, j, k) = (x + (corner & 1), y + (corner >> 1 & 1), z + (corner >> 2));
            var gx = (this[x + 1, j, k] - this[x, j, k]) * _inverse.X;
            var gy = (this[i, y + 1, k] - this[i, y, k]) * _inverse.Y;
            var gz = (this[i, j, z + 1] - this[i, j, z]) * _inverse.Z;
            var a = new Vector3(1 + gx.X, gx.Y, gx.Z);
            var b = new Vector3(gy.X, 1 + gy.Y, gy.Z);
            var c = new Vector3(gz.X, gz.Y, 1 + gz.Z);
            smallest = MathF.Min(smallest, Vector3.Dot(a, Vector3.Cross(b, c)));
        }

        return smallest;
    }
}
