using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Tensors;

/// <summary>
/// Tensors carried along by a displacement. Each is fetched from where its voxel was and turned with the tissue by
/// finite strain (Alexander et al. 2001): D' = R D R^T, R the rotation in the polar decomposition of the deformation
/// gradient F. Eigenvalues are those of the interpolated tensor: tissue that is stretched does not diffuse otherwise.
/// </summary>
public static class TensorWarp
{
    // Newton's method (Higham 1986), scaled by Frobenius norms, needs no more however strong the stretch.
    private const int Iterations = 9;

    /// <summary>Carries tensors along.</summary>
    /// <param name="tensors">At the original places, on an RAS grid whose voxels are cubes.</param>
    /// <param name="backward">
    /// On the same grid, from each new place y to the original one, y + backward(y), in mm. Outside the grid its outermost
    /// voxels go on. Where the field folds (the determinant of I + grad backward isn't above 0.001) tensors are fetched
    /// but not turned.
    /// </param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>
    /// Tensors at the new places. They are positive definite if the given ones are: interpolation (trilinear, component by
    /// component) is a mixture, and a rotation keeps eigenvalues.
    /// </returns>
    /// <exception cref="ArgumentException">The grids differ, are oblique or have voxels that aren't cubes.</exception>
    public static TensorField Pull(TensorField tensors, VectorField backward, int threads = -1)
    {
        var geometry = tensors.Geometry;
        RasGrid.RequireSize(geometry.Size, backward.Geometry.Size, nameof(backward));
        var spacing = (float)RasGrid.Spacing(geometry);
        var moved = new TensorField(geometry);
        Rows.ForEachPlane(
            geometry.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < geometry.Size.Y; y++)
                {
                    Fetch(tensors, backward, moved, 1 / spacing, y, z);
                    for (var x = 0; x < geometry.Size.X; x += Vector<float>.Count)
                        Turn(moved, backward, spacing, x, y, z);
                }
            }
        );
        return moved;
    }

    private static void Turn(TensorField moved, VectorField backward, float spacing, int x, int y, int z)
    {
        // G = I + grad backward is F^-1, whose rotation is that of F transposed: F need not be computed.
        var one = Vector<float>.One;
        var (gx, gy, gz) = (
            Differences.Gradient(backward.X, spacing, x, y, z),
            Differences.Gradient(backward.Y, spacing, x, y, z),
            Differences.Gradient(backward.Z, spacing, x, y, z)
        );
        Vec3 a = new(gx.X + one, gx.Y, gx.Z),
            b = new(gy.X, gy.Y + one, gy.Z),
            c = new(gz.X, gz.Y, gz.Z + one);
        var sound = Vector.GreaterThan(a.Dot(Cross(b, c)), new Vector<float>(1e-3f));
        a = Choose(sound, a, Vector3.UnitX);
        b = Choose(sound, b, Vector3.UnitY);
        c = Choose(sound, c, Vector3.UnitZ);
        var half = new Vector<float>(0.5f);
        for (var i = 0; i < Iterations; i++)
        {
            // The rows of the transposed inverse are these cross products over the determinant.
            Vec3 bc = Cross(b, c),
                ca = Cross(c, a),
                ab = Cross(a, b);
            var over = one / a.Dot(bc);
            var norms = (bc.Dot(bc) + ca.Dot(ca) + ab.Dot(ab)) / (a.Dot(a) + b.Dot(b) + c.Dot(c));
            var scale = Vector.SquareRoot(Vector.SquareRoot(norms) * over);
            over *= half / scale;
            scale *= half;
            (a, b, c) = (a * scale + bc * over, b * scale + ca * over, c * scale + ab * over);
        }

        // D' = Q^T D Q with the rows a, b, c of Q.
        var d = Sym3.Load(moved, y, z, x);
        Vec3 p = new(a.X, b.X, c.X),
            q = new(a.Y, b.Y, c.Y),
            r = new(a.Z, b.Z, c.Z);
        Vec3 dp = d.Times(p),
            dq = d.Times(q),
            dr = d.Times(r);
        new Sym3(p.Dot(dp), q.Dot(dq), r.Dot(dr), p.Dot(dq), p.Dot(dr), q.Dot(dr)).Store(moved, y, z, x);
    }

    private static Vec3 Cross(Vec3 a, Vec3 b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    private static Vec3 Choose(Vector<int> which, Vec3 v, Vector3 otherwise) =>
        new(
            Vector.ConditionalSelect(which, v.X, new Vector<float>(otherwise.X)),
            Vector.ConditionalSelect(which, v.Y, new Vector<float>(otherwise.Y)),
            Vector.ConditionalSelect(which, v.Z, new Vector<float>(otherwise.Z))
        );

    private static void Fetch(TensorField from, VectorField backward, TensorField to, float perMm, int y, int z)
    {
        var size = from.Geometry.Size;
        var bx = backward.X.Row(y, z);
        var by = backward.Y.Row(y, z);
        var bz = backward.Z.Row(y, z);
        Span<int> corners = stackalloc int[8];
        Span<float> weights = stackalloc float[8];
        var start = from.XX.Index(0, y, z);
        for (var x = 0; x < size.X; x++)
        {
            Corners(size, x + bx[x] * perMm, y + by[x] * perMm, z + bz[x] * perMm, corners, weights);
            var i = start + x;
            to.XX.Voxels[i] = Mix(from.XX.Voxels, corners, weights);
            to.YY.Voxels[i] = Mix(from.YY.Voxels, corners, weights);
            to.ZZ.Voxels[i] = Mix(from.ZZ.Voxels, corners, weights);
            to.XY.Voxels[i] = Mix(from.XY.Voxels, corners, weights);
            to.XZ.Voxels[i] = Mix(from.XZ.Voxels, corners, weights);
            to.YZ.Voxels[i] = Mix(from.YZ.Voxels, corners, weights);
        }
    }

    private static void Corners(GridSize size, float x, float y, float z, Span<int> corners, Span<float> weights)
    {
        var (x0, fx) = Split(x, size.X);
        var (y0, fy) = Split(y, size.Y);
        var (z0, fz) = Split(z, size.Z);
        var first = x0 + size.X * (y0 + size.Y * z0);
        int right = x0 + 1 < size.X ? 1 : 0,
            front = y0 + 1 < size.Y ? size.X : 0,
            up = z0 + 1 < size.Z ? size.X * size.Y : 0;
        for (var k = 0; k < 8; k++)
        {
            var (i, j, l) = (k & 1, (k >> 1) & 1, k >> 2);
            corners[k] = first + i * right + j * front + l * up;
            weights[k] = (i == 1 ? fx : 1 - fx) * (j == 1 ? fy : 1 - fy) * (l == 1 ? fz : 1 - fz);
        }
    }

    private static (int Floor, float Fraction) Split(float at, int count)
    {
        var inside = Math.Clamp(at, 0, count - 1);
        var floor = (int)inside;
        return (floor, inside - floor);
    }

    private static float Mix(float[] values, ReadOnlySpan<int> corners, ReadOnlySpan<float> weights)
    {
        var sum = 0f;
        for (var k = 0; k < 8; k++)
            sum += values[corners[k]] * weights[k];
        return sum;
    }
}
