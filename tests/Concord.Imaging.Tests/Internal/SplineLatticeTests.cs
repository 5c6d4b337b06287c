using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Tests.Internal;

public sealed class SplineLatticeTests
{
    private static readonly GridSize Grid = new(23, 17, 20);
    private static readonly GridSize Elements = new(2, 1, 3);

    // A fit is no interpolation: what it leaves is fitted again, as the multilevel method does.
    [Fact]
    public void Comes_to_constants_and_smooth_functions()
    {
        Remainder((_, _, _) => 7, Elements, times: 40).ShouldBeLessThan(0.03);
        Remainder((x, y, z) => 2 * x - y + z, Elements, times: 40).ShouldBeLessThan(0.03);
        Remainder((x, y, z) => Math.Cos(3 * x) * (1 + y * z), new(4, 4, 4), times: 40).ShouldBeLessThan(0.03);
        // What is finer than the elements is left.
        Remainder((x, _, _) => Math.Cos(40 * x), Elements, times: 40).ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Is_the_same_function_with_elements_half_as_long() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 4], Gen.UInt)
            .Sample(
                (x, y, z, seed) =>
                {
                    var elements = new GridSize(x, y, z);
                    var axes = Axes(elements);
                    var noise = Some.Noise(new(Grid, Affine.Identity), seed).Voxels;
                    var lattice = SplineLattice.Fit(elements, axes, noise, Ones());
                    var fine = lattice.Refined();
                    fine.Elements.ShouldBe(new(2 * x, 2 * y, 2 * z));
                    Difference(On(lattice, axes), On(fine, Axes(fine.Elements))).ShouldBeLessThan(1e-5);
                },
                iter: 30
            );

    [Fact]
    public void What_weighs_nothing_is_not_seen()
    {
        var axes = Axes(Elements);
        var noise = Some.Noise(new(Grid, Affine.Identity), 3).Voxels;
        var weights = Ones();
        var other = (float[])noise.Clone();
        for (var i = 0; i < other.Length; i += 3)
            (weights[i], other[i]) = (0, 1000);
        var lattice = SplineLattice.Fit(Elements, axes, noise, weights);
        On(lattice, axes).ShouldBe(On(SplineLattice.Fit(Elements, axes, other, weights), axes));
        On(SplineLattice.Fit(Elements, axes, noise, new float[noise.Length]), axes).ShouldAllBe(v => v == 0);
    }

    // The sum over all nodes of value times products of cubic B-splines, without any shortcut.
    [Fact]
    public void Is_fitted_as_the_paper_writes_it()
    {
        var axes = Axes(new(1, 1, 1));
        var noise = Some.Noise(new(Grid, Affine.Identity), 5).Voxels;
        var (sums, totals) = (new double[64], new double[64]);
        foreach (var (x, y, z) in Some.Indices(Grid))
        {
            double[] w = Weights(x, y, z);
            var squares = w.Sum(v => v * v);
            for (var n = 0; n < 64; n++)
            {
                var phi = w[n] * noise[x + Grid.X * (y + Grid.Y * z)] / squares;
                sums[n] += w[n] * w[n] * phi;
                totals[n] += w[n] * w[n];
            }
        }

        var values = On(SplineLattice.Fit(new(1, 1, 1), axes, noise, Ones()), axes);
        foreach (var (x, y, z) in Some.Indices(Grid))
        {
            double[] w = Weights(x, y, z);
            var expected = Enumerable.Range(0, 64).Sum(n => w[n] * sums[n] / totals[n]);
            ((double)values[x + Grid.X * (y + Grid.Y * z)]).ShouldBe(expected, 1e-4);
        }
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        var axes = Axes(Elements);
        var noise = Some.Noise(new(Grid, Affine.Identity), 7).Voxels;
        var lattice = SplineLattice.Fit(Elements, axes, noise, Ones());
        var many = new float[noise.Length];
        lattice.Evaluate(axes, many, threads: 4);
        On(lattice, axes).ShouldBe(many);
    }

    private static double[] Weights(int x, int y, int z) =>
        [.. from c in Cubic(z, Grid.Z) from b in Cubic(y, Grid.Y) from a in Cubic(x, Grid.X) select a * b * c];

    private static double[] Cubic(int i, int size)
    {
        var t = (i + 0.5) / size;
        var s = 1 - t;
        return [s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6, t * t * t / 6];
    }

    // The root of the mean squared difference, relative to the function's largest value, after so many fits. Nodes beyond
    // the corners, which little is known of, come slowest.
    private static double Remainder(Func<double, double, double, double> function, GridSize elements, int times)
    {
        var axes = Axes(elements);
        var values = Some.Painted(
            new(Grid, Affine.Identity),
            p => function(p.X / Grid.X, p.Y / Grid.Y, p.Z / Grid.Z)
        ).Voxels;
        var lattice = SplineLattice.Zero(elements);
        for (var i = 0; i < times; i++)
        {
            var found = On(lattice, axes);
            var left = values.Zip(found, (v, f) => v - f).ToArray();
            lattice = lattice.Plus(SplineLattice.Fit(elements, axes, left, Ones()));
        }

        var squares = values.Zip(On(lattice, axes), (v, f) => (v - f) * (v - f)).Average();
        return Math.Sqrt(squares) / values.Max(Math.Abs);
    }

    private static double Difference(float[] a, float[] b) => a.Zip(b, (u, v) => Math.Abs(u - v)).Max();

    private static float[] On(SplineLattice lattice, SplineAxis[] axes)
    {
        var values = new float[Grid.Voxels];
        lattice.Evaluate(axes, values);
        return values;
    }

    private static float[] Ones()
    {
        var ones = new float[Grid.Voxels];
        Array.Fill(ones, 1);
        return ones;
    }

    private static SplineAxis[] Axes(GridSize elements) =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(a =>
                    SplineAxis.At(
                        elements[a],
                        [.. Enumerable.Range(0, Grid[a]).Select(i => elements[a] * (i + 0.5) / Grid[a])]
                    )
                ),
        ];
}
