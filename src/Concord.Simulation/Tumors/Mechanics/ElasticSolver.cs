using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics.Internal;

namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>
/// Linear elasticity, div σ + f = 0 with σ = λ tr(e) I + 2 μ e - p I, on a staggered grid (Harlow and Welch, Phys Fluids
/// 8, 1965; Virieux, Geophysics 51, 1986): displacements on the faces of cells. Second order in the spacing. Solved by
/// conjugate gradients, preconditioned by multigrid. The displacement is zero at the box's border and at rigid cells.
/// The result doesn't depend on the number of threads.
/// </summary>
public sealed class ElasticSolver
{
    private readonly VolumeGeometry _geometry;
    private readonly (int X, int Y, int Z) _origin;
    private readonly ElasticOperator? _operator;
    private readonly Multigrid? _multigrid;

    /// <summary>Prepares for solving with these materials.</summary>
    /// <param name="lambda">Lamé's λ in Pa, at least 0; cells are cubes and the axes RAS+. Not read where rigid.</param>
    /// <param name="mu">The shear modulus in Pa, above 0; infinite for rigid cells. On the grid of <paramref name="lambda"/>.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <exception cref="ArgumentException">The grids differ, aren't isotropic along RAS+, or a modulus is out of range.</exception>
    public ElasticSolver(Volume<float> lambda, Volume<float> mu, int threads = -1)
    {
        _geometry = lambda.Geometry;
        Demand(_geometry);
        if (mu.Geometry != _geometry)
            throw new ArgumentException("The moduli lie on different grids.", nameof(mu));
        for (var i = 0; i < mu.Voxels.Length; i++)
        {
            if (float.IsPositiveInfinity(mu.Voxels[i]))
                continue;
            if (!(mu.Voxels[i] > 0) || !(lambda.Voxels[i] >= 0) || float.IsInfinity(lambda.Voxels[i]))
                throw new ArgumentException("μ must be above 0 and λ at least 0.", nameof(mu));
        }

        if (Bounds(mu) is not { } box)
            return;
        _origin = box.Low;
        var size = (X: box.High.X - box.Low.X, Y: box.High.Y - box.Low.Y, Z: box.High.Z - box.Low.Z);
        var grid = PaddedGrid.Around(
            size.X,
            size.Y,
            size.Z,
            _geometry.Spacing.X,
            threads,
            (x, y, z) => Finite(mu[x + _origin.X, y + _origin.Y, z + _origin.Z])
        );
        _operator = Multigrid.Make(
            grid,
            i => Finite(mu.Voxels[Source(mu, grid, i)]) > 0 ? lambda.Voxels[Source(mu, grid, i)] : 0,
            i => Finite(mu.Voxels[Source(mu, grid, i)])
        );
        _multigrid = new(_operator);
    }

    /// <summary>Finds the displacement.</summary>
    /// <param name="pressure">p in cells, Pa: pushes outwards.</param>
    /// <param name="bodyForce">f on lower faces as in <see cref="ElasticSolution.Displacement"/>, Pa/mm (N/m³ / 1000).</param>
    /// <param name="start">A displacement to begin with, on faces, such as that of a similar problem.</param>
    /// <param name="tolerance">The <see cref="ElasticSolution.Residual"/> to reach, above 0.</param>
    /// <param name="iterations">The most to do; then the best so far is returned with its residual.</param>
    /// <param name="cancellation">Stops between two iterations.</param>
    public ElasticSolution Solve(
        Volume<float>? pressure,
        VectorField? bodyForce = null,
        VectorField? start = null,
        double tolerance = 1e-4,
        int iterations = 500,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        if (_operator is null || _multigrid is null)
            return new(new(_geometry), 0, 0);
        var grid = _operator.Grid;
        var (b, x, r, z, p, q) = (
            Forces(pressure, bodyForce),
            new FaceVector(grid),
            new FaceVector(grid),
            new FaceVector(grid),
            new FaceVector(grid),
            new FaceVector(grid)
        );
        if (start is not null)
            Read(start, x);
        var norm = b.Norm(_operator.Scale);
        if (norm == 0)
            return new(new(_geometry), 0, 0);

        _operator.Apply(x, r, b);
        var (residual, rz) = (r.Norm(_operator.Scale) / norm, 1.0);
        var done = 0;
        for (; done < iterations && residual > tolerance; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            _multigrid.Apply(r, z);
            var previous = rz;
            rz = r.Dot(z);
            p.ScaleAdd(done == 0 ? 0 : (float)(rz / previous), z);
            _operator.Apply(p, q);
            var step = (float)(rz / p.Dot(q));
            x.Add(p, step);
            r.Add(q, -step);
            residual = r.Norm(_operator.Scale) / norm;
        }

        return new(Write(x), done, residual);
    }

    /// <summary>The displacement of cells' centres: the mean of a cell's two faces.</summary>
    /// <param name="faces">Components on lower faces; zero on the box's border.</param>
    public static VectorField ToCentres(VectorField faces)
    {
        var centres = new VectorField(faces.Geometry);
        var size = faces.Geometry.Size;
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        {
            Half(faces.X.Row(y, z)[..^1], faces.X.Row(y, z)[1..], centres.X.Row(y, z));
            Half(faces.Y.Row(y, z), y + 1 < size.Y ? faces.Y.Row(y + 1, z) : [], centres.Y.Row(y, z));
            Half(faces.Z.Row(y, z), z + 1 < size.Z ? faces.Z.Row(y, z + 1) : [], centres.Z.Row(y, z));
            centres.X[size.X - 1, y, z] = faces.X[size.X - 1, y, z] / 2;
        }

        return centres;
    }

    internal ElasticOperator? Operator => _operator;

    internal static void Demand(VolumeGeometry geometry)
    {
        var h = geometry.Spacing.X;
        for (var axis = 0; axis < 3; axis++)
        {
            var (column, own) = (geometry.Affine.Column(axis), new double[3]);
            own[axis] = h;
            if ((column - new Point3(own[0], own[1], own[2])).Length > 1e-4 * h)
                throw new ArgumentException("Cells must be cubes, and the axes run to the right, front and up.");
        }
    }

    private static void Half(ReadOnlySpan<float> low, ReadOnlySpan<float> high, Span<float> centre)
    {
        if (high.IsEmpty)
            low.CopyTo(centre);
        else
            TensorPrimitives.Add(low, high, centre);
        TensorPrimitives.Multiply(centre, 0.5f, centre);
    }

    private static float Finite(float mu) => float.IsFinite(mu) ? mu : 0;

    private static ((int X, int Y, int Z) Low, (int X, int Y, int Z) High)? Bounds(Volume<float> mu)
    {
        var (low, high) = ((X: int.MaxValue, Y: int.MaxValue, Z: int.MaxValue), (X: 0, Y: 0, Z: 0));
        for (var z = 0; z < mu.Size.Z; z++)
        for (var y = 0; y < mu.Size.Y; y++)
        {
            var row = mu.Row(y, z);
            var (first, last) = (
                row.IndexOfAnyExcept(float.PositiveInfinity),
                row.LastIndexOfAnyExcept(float.PositiveInfinity)
            );
            if (first < 0)
                continue;
            low = (Math.Min(low.X, first), Math.Min(low.Y, y), Math.Min(low.Z, z));
            high = (Math.Max(high.X, last + 1), Math.Max(high.Y, y + 1), z + 1);
        }

        return high.Z > 0 ? (low, high) : null;
    }

    private int Source(Volume<float> volume, PaddedGrid grid, int cell)
    {
        var (x, y, z) = (cell % grid.X, cell / grid.X % grid.Y, cell / (grid.X * grid.Y));
        return volume.Index(x + _origin.X, y + _origin.Y, z + _origin.Z);
    }

    private FaceVector Forces(Volume<float>? pressure, VectorField? bodyForce)
    {
        var (grid, scale) = (_operator!.Grid, _operator.Scale);
        var b = new FaceVector(grid);
        if (bodyForce is not null)
            Read(bodyForce, b);
        if (pressure is null)
            return b;
        var padded = new float[grid.Length];
        ForEachRow((x, y, z, at) => pressure.Row(y, z).Slice(x, grid.X).CopyTo(padded.AsSpan(at, grid.X)));
        for (var axis = 0; axis < 3; axis++)
        {
            var before = axis switch
            {
                0 => 1,
                1 => grid.Stride,
                _ => grid.Plane,
            };
            for (var i = before; i < padded.Length; i++)
            {
                if (scale[axis][i] > 0)
                    b[axis][i] += (float)((padded[i - before] - padded[i]) / grid.Spacing);
            }
        }

        return b;
    }

    private void Read(VectorField faces, FaceVector to)
    {
        var (grid, scale) = (to.Grid, _operator!.Scale);
        Volume<float>[] components = [faces.X, faces.Y, faces.Z];
        for (var axis = 0; axis < 3; axis++)
        {
            var (from, own, moves) = (components[axis], to[axis], scale[axis]);
            ForEachRow(
                (x, y, z, at) =>
                {
                    var row = from.Row(y, z).Slice(x, grid.X);
                    for (var i = 0; i < row.Length; i++)
                        own[at + i] = moves[at + i] > 0 ? row[i] : 0;
                }
            );
        }
    }

    private VectorField Write(FaceVector from)
    {
        var field = new VectorField(_geometry);
        Volume<float>[] components = [field.X, field.Y, field.Z];
        for (var axis = 0; axis < 3; axis++)
        {
            var (to, own) = (components[axis], from[axis]);
            ForEachRow((x, y, z, at) => own.AsSpan(at, from.Grid.X).CopyTo(to.Row(y, z).Slice(x, from.Grid.X)));
        }

        return field;
    }

    private void ForEachRow(Action<int, int, int, int> row)
    {
        var grid = _operator!.Grid;
        for (var z = 0; z < grid.Z; z++)
        for (var y = 0; y < grid.Y; y++)
            row(_origin.X, y + _origin.Y, z + _origin.Z, grid.Index(0, y, z));
    }
}
