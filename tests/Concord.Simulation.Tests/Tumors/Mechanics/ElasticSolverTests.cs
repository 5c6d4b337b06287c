using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics;
using Concord.Simulation.Tumors.Mechanics.Internal;

namespace Concord.Simulation.Tests.Tumors.Mechanics;

public sealed class ElasticSolverTests
{
    [Fact]
    public void Converges_at_second_order_with_constant_moduli() => Order(_ => 1500, _ => 700).ShouldBeGreaterThan(1.8);

    [Fact]
    public void Converges_at_second_order_with_smooth_moduli() =>
        Order(
                p => 1500 * (1.5 + Math.Sin(0.05 * p.X + 0.02 * p.Y)),
                p => 700 * (1.3 + Math.Cos(0.04 * p.Z - 0.03 * p.X))
            )
            .ShouldBeGreaterThan(1.8);

    [Fact]
    public void Has_a_symmetric_positive_operator()
    {
        var (lambda, mu) = Mixed(new(13, 11, 14), 3);
        var a = new ElasticSolver(lambda, mu).Operator!;
        var (u, v) = (Noise(a, 1), Noise(a, 2));
        var (au, av) = (new FaceVector(a.Grid), new FaceVector(a.Grid));
        a.Apply(u, au);
        a.Apply(v, av);
        var (left, right) = (v.Dot(au), u.Dot(av));
        left.ShouldBe(right, 1e-5 * Math.Sqrt(au.Dot(au) * v.Dot(v)));
        u.Dot(au).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Has_a_symmetric_positive_preconditioner()
    {
        var (lambda, mu) = Mixed(new(13, 11, 14), 3);
        var a = new ElasticSolver(lambda, mu).Operator!;
        var multigrid = new Multigrid(a);
        var (u, v) = (Noise(a, 1), Noise(a, 2));
        var (mappedU, mappedV) = (new FaceVector(a.Grid), new FaceVector(a.Grid));
        multigrid.Apply(u, mappedU);
        multigrid.Apply(v, mappedV);
        v.Dot(mappedU).ShouldBe(u.Dot(mappedV), 1e-5 * Math.Sqrt(mappedU.Dot(mappedU) * v.Dot(v)));
        u.Dot(mappedU).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Keeps_rigid_cells_where_they_are()
    {
        var (lambda, mu) = Mixed(new(17, 16, 15), 2);
        var solution = new ElasticSolver(lambda, mu).Solve(Ball(lambda.Geometry, new(8, 8, 7), 3));
        solution.Residual.ShouldBeLessThanOrEqualTo(1e-4);
        solution.Displacement.X.Voxels.Max().ShouldBeGreaterThan(0);
        for (var z = 0; z < mu.Size.Z; z++)
        for (var y = 0; y < mu.Size.Y; y++)
        for (var x = 0; x < mu.Size.X; x++)
        {
            if (x == 0 || float.IsInfinity(mu[x, y, z]) || float.IsInfinity(mu[x - 1, y, z]))
                solution.Displacement.X[x, y, z].ShouldBe(0);
            if (y == 0 || float.IsInfinity(mu[x, y, z]) || float.IsInfinity(mu[x, y - 1, z]))
                solution.Displacement.Y[x, y, z].ShouldBe(0);
            if (z == 0 || float.IsInfinity(mu[x, y, z]) || float.IsInfinity(mu[x, y, z - 1]))
                solution.Displacement.Z[x, y, z].ShouldBe(0);
        }
    }

    [Fact]
    public void Moves_the_solution_with_the_problem()
    {
        var first = Shifted(0).Displacement;
        var second = Shifted(3).Displacement;
        var largest = first.X.Voxels.Max();
        for (var z = 0; z < 12; z++)
        for (var y = 0; y < 12; y++)
        for (var x = 0; x < 12; x++)
        {
            second.X[x + 3, y + 3, z + 3].ShouldBe(first.X[x, y, z], 1e-5f * largest);
            second.Z[x + 3, y + 3, z + 3].ShouldBe(first.Z[x, y, z], 1e-5f * largest);
        }
    }

    [Fact]
    public void Swells_a_sphere_as_Lame_says()
    {
        // A pressurised ball in an endless medium: u = p a³ / (3 (λ + 2μ) r²) outside. The wall is far away.
        var geometry = Cubes(new(48, 48, 48), 1);
        var (lambda, mu) = (Filled(geometry, 3000), Filled(geometry, 750));
        var ball = Ball(geometry, new(23.5, 23.5, 23.5), 5);
        var centres = ElasticSolver.ToCentres(new ElasticSolver(lambda, mu).Solve(ball).Displacement);
        var volume = ball.Voxels.Sum(v => (double)v);
        var expected = volume / (4 * Math.PI * 4500 * 8.5 * 8.5);
        // The wall at 24 mm takes some of it: for a sphere, the share (r / 24)³.
        expected *= 1 - Math.Pow(8.5 / 24, 3);
        ((double)centres.X[32, 23, 23]).ShouldBe(expected, 0.05 * expected);
    }

    [Fact]
    public void Is_the_same_on_any_number_of_threads()
    {
        var (lambda, mu) = Mixed(new(37, 33, 35), 2);
        var ball = Ball(lambda.Geometry, new(15, 15, 15), 4);
        var one = new ElasticSolver(lambda, mu, 1).Solve(ball).Displacement;
        var three = new ElasticSolver(lambda, mu, 3).Solve(ball).Displacement;
        three.X.Voxels.ShouldBe(one.X.Voxels);
        three.Z.Voxels.ShouldBe(one.Z.Voxels);
    }

    [Fact]
    public void Starts_from_what_is_known()
    {
        var (lambda, mu) = Mixed(new(20, 20, 20), 2);
        var (solver, ball) = (new ElasticSolver(lambda, mu), Ball(lambda.Geometry, new(9, 9, 9), 3));
        var first = solver.Solve(ball);
        first.Iterations.ShouldBeInRange(3, 40);
        solver.Solve(ball, start: first.Displacement).Iterations.ShouldBeLessThan(2);
    }

    [Fact]
    public void Refuses_oblong_cells_and_soft_nothing()
    {
        var oblong = new VolumeGeometry(new(4, 4, 4), Affine.FromSpacing(new(1, 1, 2)));
        Should.Throw<ArgumentException>(() => new ElasticSolver(Filled(oblong, 1), Filled(oblong, 1)));
        var cubes = Cubes(new(4, 4, 4), 1);
        Should.Throw<ArgumentException>(() => new ElasticSolver(Filled(cubes, 1), Filled(cubes, 0)));
    }

    private static ElasticSolution Shifted(int by)
    {
        var geometry = Cubes(new(20, 20, 20), 2);
        var (lambda, mu) = (Filled(geometry, 2000), Filled(geometry, float.PositiveInfinity));
        for (var z = 1; z < 11; z++)
        for (var y = 2; y < 11; y++)
        for (var x = 1; x < 12; x++)
            mu[x + by, y + by, z + by] = x < 6 ? 400 : 900;
        return new ElasticSolver(lambda, mu).Solve(Ball(geometry, new(5 + by, 6 + by, 5 + by), 2), tolerance: 1e-6);
    }

    /// <summary>The smallest order seen over three resolutions of a box of 96 mm.</summary>
    private static double Order(Func<Point3, double> lambda, Func<Point3, double> mu)
    {
        var errors = new[] { 8, 16, 32 }.Select(cells => Error(cells, lambda, mu)).ToArray();
        return Math.Min(Math.Log2(errors[0] / errors[1]), Math.Log2(errors[1] / errors[2]));
    }

    private static double Error(int cells, Func<Point3, double> lambda, Func<Point3, double> mu)
    {
        var h = 96.0 / cells;
        var geometry = Cubes(new(cells, cells, cells), h);
        var force = new VectorField(geometry);
        var (l, m) = (new Volume<float>(geometry), new Volume<float>(geometry));
        var axes = new[] { force.X, force.Y, force.Z };
        ForEach(
            geometry.Size,
            (x, y, z) =>
            {
                var centre = new Point3((x + 0.5) * h, (y + 0.5) * h, (z + 0.5) * h);
                (l[x, y, z], m[x, y, z]) = ((float)lambda(centre), (float)mu(centre));
                for (var axis = 0; axis < 3; axis++)
                    axes[axis][x, y, z] = -(float)StressDivergence(Face(x, y, z, axis, h), axis, lambda, mu);
            }
        );
        var found = new ElasticSolver(l, m).Solve(null, force, tolerance: 1e-6).Displacement;
        var (sum, components) = (0.0, new[] { found.X, found.Y, found.Z });
        ForEach(
            geometry.Size,
            (x, y, z) =>
            {
                for (var axis = 0; axis < 3; axis++)
                    sum += Math.Pow(components[axis][x, y, z] - Exact(Face(x, y, z, axis, h), axis), 2);
            }
        );
        return Math.Sqrt(sum * h * h * h);
    }

    private static Point3 Face(int x, int y, int z, int axis, double h) =>
        new((x + (axis == 0 ? 0 : 0.5)) * h, (y + (axis == 1 ? 0 : 0.5)) * h, (z + (axis == 2 ? 0 : 0.5)) * h);

    // Zero on the border of the box, different in each component, and nowhere symmetric.
    private static double Exact(Point3 p, int axis)
    {
        var (x, y, z) = (p.X / 96, p.Y / 96, p.Z / 96);
        var bump = Math.Sin(Math.PI * x) * Math.Sin(Math.PI * y) * Math.Sin(Math.PI * z);
        return axis switch
        {
            0 => bump * (1 + y - x * z),
            1 => bump * Math.Cos(2 * x + z),
            _ => Math.Sin(2 * Math.PI * x) * Math.Sin(Math.PI * y) * Math.Sin(Math.PI * z),
        };
    }

    private static double StressDivergence(Point3 p, int axis, Func<Point3, double> lambda, Func<Point3, double> mu)
    {
        const double step = 0.02;
        var sum = 0.0;
        for (var along = 0; along < 3; along++)
        {
            var d = Unit(along) * step;
            sum += (Stress(p + d, axis, along) - Stress(p - d, axis, along)) / (2 * step);
        }

        return sum;

        double Stress(Point3 at, int i, int j)
        {
            var shear = mu(at) * (Slope(at, i, j) + Slope(at, j, i));
            return i == j ? shear + lambda(at) * (Slope(at, 0, 0) + Slope(at, 1, 1) + Slope(at, 2, 2)) : shear;
        }

        static double Slope(Point3 at, int component, int along)
        {
            var d = Unit(along) * step;
            return (Exact(at + d, component) - Exact(at - d, component)) / (2 * step);
        }
    }

    private static Point3 Unit(int axis) => new(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);

    // Soft, stiff and rigid cells without any order, in a rim of rigid ones on one side only.
    private static (Volume<float> Lambda, Volume<float> Mu) Mixed(GridSize size, double h)
    {
        var geometry = Cubes(size, h);
        var (lambda, mu) = (new Volume<float>(geometry), new Volume<float>(geometry));
        var random = new Random64(5);
        ForEach(
            size,
            (x, y, z) =>
            {
                var draw = random.NextDouble();
                lambda[x, y, z] = (float)(3000 * draw);
                mu[x, y, z] = x == 0 || draw < 0.05 ? float.PositiveInfinity : (float)(50 + 5000 * draw * draw);
            }
        );
        return (lambda, mu);
    }

    private static FaceVector Noise(ElasticOperator a, ulong seed)
    {
        var (vector, random) = (new FaceVector(a.Grid), new Random64(seed));
        for (var axis = 0; axis < 3; axis++)
        for (var i = 0; i < a.Grid.Length; i++)
            vector[axis][i] = a.Scale[axis][i] > 0 ? (float)(random.NextDouble() - 0.5) : 0;
        return vector;
    }

    private static Volume<float> Ball(VolumeGeometry geometry, Point3 centre, double radius)
    {
        var ball = new Volume<float>(geometry);
        ForEach(
            geometry.Size,
            (x, y, z) => ball[x, y, z] = (float)Math.Clamp(radius + 0.5 - (new Point3(x, y, z) - centre).Length, 0, 1)
        );
        return ball;
    }

    private static Volume<float> Filled(VolumeGeometry geometry, float value)
    {
        var volume = new Volume<float>(geometry);
        volume.Voxels.AsSpan().Fill(value);
        return volume;
    }

    private static VolumeGeometry Cubes(GridSize size, double h) => SubjectSettings.Centred(size, Spacing.Isotropic(h));

    private static void ForEach(GridSize size, Action<int, int, int> cell)
    {
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        for (var x = 0; x < size.X; x++)
            cell(x, y, z);
    }
}
