using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Bench;

/// <summary>
/// A displacement that is chosen, the force that it needs, and how far the solver's answer is from it. The force is found by
/// differences of the exact stresses; the displacement is zero on the box's border.
/// </summary>
internal static class ManufacturedElasticity
{
    private const double Side = 96;

    /// <summary>The L2 norm of the error on so many cells a side.</summary>
    public static double Error(int cells, bool isSmooth)
    {
        var h = Side / cells;
        var geometry = SubjectSettings.Centred(new(cells, cells, cells), Spacing.Isotropic(h));
        var (force, lambda, mu) = (new VectorField(geometry), new Volume<float>(geometry), new Volume<float>(geometry));
        Volume<float>[] axes = [force.X, force.Y, force.Z];
        ForEach(
            cells,
            (x, y, z) =>
            {
                var (l, m) = Moduli(new((x + 0.5) * h, (y + 0.5) * h, (z + 0.5) * h), isSmooth);
                (lambda[x, y, z], mu[x, y, z]) = ((float)l, (float)m);
                for (var axis = 0; axis < 3; axis++)
                    axes[axis][x, y, z] = -(float)Divergence(Face(x, y, z, axis, h), axis, isSmooth);
            }
        );
        var found = new ElasticSolver(lambda, mu).Solve(null, force, tolerance: 1e-6).Displacement;
        Volume<float>[] components = [found.X, found.Y, found.Z];
        var sum = 0.0;
        for (var z = 0; z < cells; z++)
        for (var y = 0; y < cells; y++)
        for (var x = 0; x < cells; x++)
        for (var axis = 0; axis < 3; axis++)
        {
            var off = components[axis][x, y, z] - Exact(Face(x, y, z, axis, h), axis);
            sum += off * off;
        }

        return Math.Sqrt(sum * h * h * h);
    }

    private static (double Lambda, double Mu) Moduli(Point3 p, bool isSmooth) =>
        isSmooth
            ? (1500 * (1.5 + Math.Sin(0.05 * p.X + 0.02 * p.Y)), 700 * (1.3 + Math.Cos(0.04 * p.Z - 0.03 * p.X)))
            : (1500, 700);

    private static Point3 Face(int x, int y, int z, int axis, double h) =>
        new((x + (axis == 0 ? 0 : 0.5)) * h, (y + (axis == 1 ? 0 : 0.5)) * h, (z + (axis == 2 ? 0 : 0.5)) * h);

    private static double Exact(Point3 p, int axis)
    {
        var (x, y, z) = (Math.PI * p.X / Side, Math.PI * p.Y / Side, Math.PI * p.Z / Side);
        var bump = Math.Sin(x) * Math.Sin(y) * Math.Sin(z);
        return axis switch
        {
            0 => bump * (1 + 0.3 * y - 0.1 * x * z),
            1 => bump * Math.Cos(0.6 * x + 0.3 * z),
            _ => Math.Sin(2 * x) * Math.Sin(y) * Math.Sin(z),
        };
    }

    private static double Divergence(Point3 p, int axis, bool isSmooth)
    {
        const double Step = 0.02;
        var sum = 0.0;
        for (var along = 0; along < 3; along++)
        {
            var d = Unit(along) * Step;
            sum += (Stress(p + d, axis, along) - Stress(p - d, axis, along)) / (2 * Step);
        }

        return sum;

        double Stress(Point3 at, int i, int j)
        {
            var (lambda, mu) = Moduli(at, isSmooth);
            var shear = mu * (Slope(at, i, j) + Slope(at, j, i));
            return i == j ? shear + lambda * (Slope(at, 0, 0) + Slope(at, 1, 1) + Slope(at, 2, 2)) : shear;
        }

        static double Slope(Point3 at, int component, int along)
        {
            var d = Unit(along) * Step;
            return (Exact(at + d, component) - Exact(at - d, component)) / (2 * Step);
        }
    }

    private static Point3 Unit(int axis) => new(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);

    private static void ForEach(int cells, Action<int, int, int> cell) =>
        Parallel.For(
            0,
            cells,
            z =>
            {
                for (var y = 0; y < cells; y++)
                for (var x = 0; x < cells; x++)
                    cell(x, y, z);
            }
        );
}
