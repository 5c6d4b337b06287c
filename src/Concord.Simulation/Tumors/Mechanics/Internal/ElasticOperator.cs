using System.Collections.Concurrent;
using System.Numerics;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>
/// The negative divergence of the stress on a staggered grid, -div(λ tr(e) I + 2 μ e), symmetric and positive definite on
/// the faces that can move. Normal stresses live in cells, shear stresses on edges, displacements on faces; all
/// differences are central, so the order is two.
/// </summary>
/// <remarks>
/// An edge has the harmonic mean of the shear moduli of its four cells: across an interface the shear stress is
/// continuous and the strains add up, as springs in a row do. A rigid cell counts as infinitely stiff, which turns the
/// difference across a wall into that over half a cell: the second-order form of "no displacement at the wall".
/// </remarks>
internal sealed class ElasticOperator
{
    private readonly float[] _lambda;
    private readonly float[] _twoMu;
    private readonly float[] _xy;
    private readonly float[] _xz;
    private readonly float[] _yz;
    private readonly ConcurrentBag<StressPlane> _planes = [];

    /// <summary>Makes the operator.</summary>
    /// <param name="grid">Where.</param>
    /// <param name="lambda">Lamé's λ of each cell, Pa.</param>
    /// <param name="mu">The shear modulus of each cell, Pa; zero for rigid ones.</param>
    public ElasticOperator(PaddedGrid grid, float[] lambda, float[] mu)
    {
        Grid = grid;
        Mu = mu;
        _lambda = lambda;
        _twoMu = Array.ConvertAll(mu, m => 2 * m);
        (_xy, _xz, _yz) = (new float[grid.Length], new float[grid.Length], new float[grid.Length]);
        Scale = new(grid);
        grid.ForEachRow(
            (start, end) =>
            {
                for (var i = start; i < end; i++)
                {
                    _xy[i] = OnEdge(i, 1, grid.Stride);
                    _xz[i] = OnEdge(i, 1, grid.Plane);
                    _yz[i] = OnEdge(i, grid.Stride, grid.Plane);
                }
            }
        );
        grid.ForEachRow(
            (start, end) =>
            {
                for (var i = start; i < end; i++)
                {
                    Scale.X[i] = ScaleOf(i, 1, _xy, grid.Stride, _xz, grid.Plane);
                    Scale.Y[i] = ScaleOf(i, grid.Stride, _xy, 1, _yz, grid.Plane);
                    Scale.Z[i] = ScaleOf(i, grid.Plane, _xz, 1, _yz, grid.Stride);
                }
            }
        );
    }

    public PaddedGrid Grid { get; }

    public float[] Lambda => _lambda;

    public float[] Mu { get; }

    /// <summary>
    /// One over the sum of the magnitudes in the operator's row, and zero on the faces that can't move. The eigenvalues
    /// of the operator times this lie in (0, 1] whatever the materials are (Gershgorin).
    /// </summary>
    public FaceVector Scale { get; }

    /// <summary>
    /// Writes A u, or b - A u if <paramref name="b"/> is given, and zero on faces that can't move;
    /// <paramref name="u"/> must be zero there.
    /// </summary>
    public void Apply(FaceVector u, FaceVector result, FaceVector? b = null)
    {
        // Slabs of planes, so that stresses stay in the cache; what a slab computes doesn't depend on where it begins.
        var planes = Grid.Planes - 2;
        var threads = Grid.Threads < 0 ? Environment.ProcessorCount : Grid.Threads;
        var slabs = Math.Clamp(threads == 1 ? 1 : 2 * threads, 1, Math.Max(planes / 4, 1));
        if (slabs == 1)
        {
            Slab(u, result, b, 1, planes + 1);
            return;
        }

        Parallel.For(
            0,
            slabs,
            new ParallelOptions { MaxDegreeOfParallelism = Grid.Threads },
            s => Slab(u, result, b, 1 + planes * s / slabs, 1 + planes * (s + 1) / slabs)
        );
    }

    private void Slab(FaceVector u, FaceVector result, FaceVector? b, int first, int end)
    {
        var (before, here, after) = (Borrow(), Borrow(), Borrow());
        if (first > 1)
            Stresses(u, first - 1, before);
        Stresses(u, first, here);
        for (var plane = first; plane < end; plane++)
        {
            if (plane + 1 < Grid.Planes - 1)
                Stresses(u, plane + 1, after);
            Forces(before, here, after, plane, result, b);
            (before, here, after) = (here, after, before);
        }

        _planes.Add(before);
        _planes.Add(here);
        _planes.Add(after);
    }

    private StressPlane Borrow() => _planes.TryTake(out var plane) ? plane : new(Grid);

    private void Stresses(FaceVector u, int plane, StressPlane stress)
    {
        var (stride, deep) = (Grid.Stride, Grid.Plane);
        var (ux, uy, uz) = (u.X, u.Y, u.Z);
        var offset = plane * deep;
        var scale = new Vector<float>((float)(1 / Grid.Spacing));
        for (var row = 1; row < Grid.Rows - 1; row++)
        {
            var (start, end) = Grid.Range(row, plane);
            for (var i = start; i < end; i += Vector<float>.Count)
            {
                var (x, y, z) = (new Vector<float>(ux, i), new Vector<float>(uy, i), new Vector<float>(uz, i));
                var exx = (new Vector<float>(ux, i + 1) - x) * scale;
                var eyy = (new Vector<float>(uy, i + stride) - y) * scale;
                var ezz = (new Vector<float>(uz, i + deep) - z) * scale;
                var pressure = new Vector<float>(_lambda, i) * (exx + eyy + ezz);
                var twoMu = new Vector<float>(_twoMu, i);
                var o = i - offset;
                (pressure + twoMu * exx).CopyTo(stress.XX, o);
                (pressure + twoMu * eyy).CopyTo(stress.YY, o);
                (pressure + twoMu * ezz).CopyTo(stress.ZZ, o);
                var xy = x - new Vector<float>(ux, i - stride) + y - new Vector<float>(uy, i - 1);
                var xz = x - new Vector<float>(ux, i - deep) + z - new Vector<float>(uz, i - 1);
                var yz = y - new Vector<float>(uy, i - deep) + z - new Vector<float>(uz, i - stride);
                (new Vector<float>(_xy, i) * scale * xy).CopyTo(stress.XY, o);
                (new Vector<float>(_xz, i) * scale * xz).CopyTo(stress.XZ, o);
                (new Vector<float>(_yz, i) * scale * yz).CopyTo(stress.YZ, o);
            }
        }
    }

    private void Forces(
        StressPlane before,
        StressPlane here,
        StressPlane after,
        int plane,
        FaceVector result,
        FaceVector? b
    )
    {
        var stride = Grid.Stride;
        var offset = plane * Grid.Plane;
        var scale = new Vector<float>((float)(1 / Grid.Spacing));
        for (var row = 1; row < Grid.Rows - 1; row++)
        {
            var (start, end) = Grid.Range(row, plane);
            for (var i = start; i < end; i += Vector<float>.Count)
            {
                var o = i - offset;
                var (xy, xz, yz) = (At(here.XY, o), At(here.XZ, o), At(here.YZ, o));
                var x = At(here.XX, o) - At(here.XX, o - 1) + At(here.XY, o + stride) - xy + At(after.XZ, o) - xz;
                var y = At(here.YY, o) - At(here.YY, o - stride) + At(here.XY, o + 1) - xy + At(after.YZ, o) - yz;
                var z = At(here.ZZ, o) - At(before.ZZ, o) + At(here.XZ, o + 1) - xz + At(here.YZ, o + stride) - yz;
                Write(x * scale, i, 0, result, b);
                Write(y * scale, i, 1, result, b);
                Write(z * scale, i, 2, result, b);
            }
        }
    }

    private void Write(Vector<float> divergence, int i, int axis, FaceVector result, FaceVector? b)
    {
        var value = b is null ? -divergence : new Vector<float>(b[axis], i) + divergence;
        var moves = Vector.GreaterThan(new Vector<float>(Scale[axis], i), Vector<float>.Zero);
        Vector.ConditionalSelect(moves, value, Vector<float>.Zero).CopyTo(result[axis], i);
    }

    private static Vector<float> At(float[] values, int i) => new(values, i);

    private float OnEdge(int i, int a, int b)
    {
        var compliance = Compliance(i) + Compliance(i - a) + Compliance(i - b) + Compliance(i - a - b);
        return compliance > 0 ? 4 / compliance : 0;
    }

    private float Compliance(int i) => i >= 0 && Mu[i] > 0 ? 1 / Mu[i] : 0;

    private float ScaleOf(int i, int normal, float[] edges1, int tangent1, float[] edges2, int tangent2)
    {
        if (i < normal || !(Mu[i] > 0) || !(Mu[i - normal] > 0))
            return 0;
        var compression = 3 * (_lambda[i] + _lambda[i - normal]) + _twoMu[i] + _twoMu[i - normal];
        var shear = edges1[i] + edges1[i + tangent1] + edges2[i] + edges2[i + tangent2];
        return (float)(Grid.Spacing * Grid.Spacing / (2 * compression + 4 * shear));
    }

    private sealed class StressPlane(PaddedGrid grid)
    {
        public float[] XX { get; } = new float[grid.Plane];
        public float[] YY { get; } = new float[grid.Plane];
        public float[] ZZ { get; } = new float[grid.Plane];
        public float[] XY { get; } = new float[grid.Plane];
        public float[] XZ { get; } = new float[grid.Plane];
        public float[] YZ { get; } = new float[grid.Plane];
    }
}
