using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;

namespace Concord.Imaging.Tests.Resampling;

// Against interpolation point by point in double precision, as textbooks have it.
public sealed class SamplerReferenceTests
{
    // Where half a voxel outside ends, and where two voxels are equally near, rounding decides.
    private const double Doubtful = 1e-4;

    // Straight (with negative steps too) and turned, larger and smaller voxels, partly outside.
    private static readonly Gen<(Volume<float> Image, VolumeGeometry Target)> Pairs =
        from size in Gen.Select(Gen.Int[1, 30], Gen.Int[1, 21], Gen.Int[1, 9])
        from affine in Some.Affine
        from to in Gen.Select(Gen.Int[1, 12], Gen.Int[1, 9], Gen.Int[1, 7])
        from isTurned in Gen.Bool
        // Less is no rotation to the sampler, which then is off by up to a thousandth of a voxel.
        from turns in Gen.Double[-3.1, 3.1].Where(t => Math.Abs(Math.Sin(t)) > 0.01).Array[3]
        from steps in Gen.Double[0.2, 3].Array[3]
        from flips in Gen.Bool.Array[3]
        from at in Gen.Double[-0.3, 1.3].Array[3]
        from seed in Gen.ULong
        select (
            Some.Noise(new(new(size.Item1, size.Item2, size.Item3), affine), seed),
            Target(
                new(size.Item1, size.Item2, size.Item3),
                affine,
                new(to.Item1, to.Item2, to.Item3),
                isTurned ? turns : [0, 0, 0],
                [.. steps.Zip(flips, (step, isBack) => isBack ? -step : step)],
                at
            )
        );

    [Theory]
    [InlineData(Interpolation.Nearest)]
    [InlineData(Interpolation.Linear)]
    [InlineData(Interpolation.Cubic)]
    public void Every_voxel_is_what_its_kernel_gives_there(Interpolation interpolation) =>
        Pairs.Sample(
            pair =>
            {
                var (image, target) = pair;
                var found = Resample.OntoGrid(image, target, interpolation, outside: -7);
                var samples =
                    interpolation == Interpolation.Cubic
                        ? Coefficients(image)
                        : Array.ConvertAll(image.Voxels, v => (double)v);
                ForEach(
                    image.Geometry,
                    target,
                    (x, y, z, p) =>
                    {
                        if (IsDoubtful(p, image.Size, interpolation == Interpolation.Nearest))
                            return;
                        var expected = IsOutside(p, image.Size) ? -7 : At(samples, image.Size, p, interpolation);
                        if (!(Math.Abs(found[x, y, z] - expected) <= 1e-4))
                            Assert.Fail($"{found[x, y, z]}, not {expected}, at {p} of {image.Size}.");
                    }
                );
            },
            iter: 120
        );

    [Fact]
    public void Labels_are_those_of_the_nearest_voxel() =>
        Pairs.Sample(
            pair =>
            {
                var (image, target) = pair;
                var labels = Some.Numbered(image.Geometry);
                var found = Resample.Labels(labels, target);
                ForEach(
                    image.Geometry,
                    target,
                    (x, y, z, p) =>
                    {
                        if (IsDoubtful(p, image.Size, isNearest: true))
                            return;
                        var expected = IsOutside(p, image.Size)
                            ? 0
                            : labels[Near(p.X, image.Size.X), Near(p.Y, image.Size.Y), Near(p.Z, image.Size.Z)];
                        found[x, y, z].ShouldBe(expected);
                    }
                );
            },
            iter: 120
        );

    [Theory]
    [InlineData(Interpolation.Nearest)]
    [InlineData(Interpolation.Linear)]
    [InlineData(Interpolation.Cubic)]
    public void A_grid_far_away_is_all_outside(Interpolation interpolation)
    {
        var image = Some.Noise(new(new(5, 6, 7), Affine.Identity), 1);
        foreach (var far in new[] { 1e6, -1e12, 1e12 })
        {
            var straight = new VolumeGeometry(new(3, 3, 3), Affine.Identity with { M03 = far });
            var turned = new VolumeGeometry(new(3, 3, 3), Some.Turned([0.3, 0.2, 0.1], new(1, 1, 1), [0, far, 0]));
            foreach (var target in new[] { straight, turned })
            {
                Resample.OntoGrid(image, target, interpolation, outside: -7).Voxels.ShouldAllBe(v => v == -7);
                Resample.Labels(Some.Numbered(image.Geometry), target).Voxels.ShouldAllBe(v => v == 0);
            }
        }
    }

    private static VolumeGeometry Target(
        GridSize source,
        Affine affine,
        GridSize size,
        double[] turns,
        double[] steps,
        double[] at
    )
    {
        // In source indices: its middle lies somewhere in or near the source.
        var inner = Some.Turned(turns, new(steps[0], steps[1], steps[2]), [0, 0, 0]);
        var middle = inner.Apply(new((size.X - 1) / 2.0, (size.Y - 1) / 2.0, (size.Z - 1) / 2.0));
        var offset = new Point3(at[0] * (source.X - 1), at[1] * (source.Y - 1), at[2] * (source.Z - 1)) - middle;
        return new(size, affine.Compose(inner with { M03 = offset.X, M13 = offset.Y, M23 = offset.Z }));
    }

    private static void ForEach(VolumeGeometry source, VolumeGeometry target, Action<int, int, int, Point3> look)
    {
        var toSource = source.Affine.Inverse();
        foreach (var (x, y, z) in Some.Indices(target.Size))
            look(x, y, z, toSource.Apply(target.Affine.Apply(new(x, y, z))));
    }

    private static bool IsOutside(Point3 p, GridSize size) =>
        IsBeyond(p.X, size.X) || IsBeyond(p.Y, size.Y) || IsBeyond(p.Z, size.Z);

    private static bool IsBeyond(double at, int size) => at < -0.5 || at > size - 0.5;

    private static bool IsDoubtful(Point3 p, GridSize size, bool isNearest) =>
        new[] { (p.X, size.X), (p.Y, size.Y), (p.Z, size.Z) }.Any(a =>
            Math.Abs(a.Item1 + 0.5) < Doubtful
            || Math.Abs(a.Item1 - a.Item2 + 0.5) < Doubtful
            || isNearest && Math.Abs(a.Item1 - Math.Floor(a.Item1) - 0.5) < Doubtful
        );

    private static int Near(double at, int size) => Math.Clamp((int)Math.Floor(at + 0.5), 0, size - 1);

    private static double At(double[] samples, GridSize size, Point3 p, Interpolation interpolation)
    {
        var sum = 0.0;
        for (var z = (int)Math.Floor(p.Z) - 2; z <= p.Z + 2; z++)
        for (var y = (int)Math.Floor(p.Y) - 2; y <= p.Y + 2; y++)
        for (var x = (int)Math.Floor(p.X) - 2; x <= p.X + 2; x++)
        {
            var weight = Weight(p.X - x) * Weight(p.Y - y) * Weight(p.Z - z);
            if (weight != 0)
                sum += weight * samples[Place(x, size.X) + size.X * (Place(y, size.Y) + size.Y * Place(z, size.Z))];
        }

        return sum;

        double Weight(double d) =>
            (interpolation, Math.Abs(d)) switch
            {
                (Interpolation.Nearest, var a) => a < 0.5 ? 1 : 0,
                (Interpolation.Linear, var a) => Math.Max(0, 1 - a),
                // The cubic B-spline (Unser, IEEE SPM 1999, eq. 7).
                (_, < 1 and var a) => 2.0 / 3 - a * a + a * a * a / 2,
                (_, < 2 and var a) => (2 - a) * (2 - a) * (2 - a) / 6,
                _ => 0,
            };

        int Place(int index, int count) =>
            interpolation == Interpolation.Cubic ? Mirrored(index, count) : Math.Clamp(index, 0, count - 1);
    }

    private static int Mirrored(int index, int count)
    {
        if (count == 1)
            return 0;
        while (index < 0 || index >= count)
            index = index < 0 ? -index : 2 * (count - 1) - index;
        return index;
    }

    // Solves, along each axis, for the coefficients whose spline passes through the samples: (c[n-1] + 4 c[n] + c[n+1]) / 6.
    private static double[] Coefficients(Volume<float> image)
    {
        var values = Array.ConvertAll(image.Voxels, v => (double)v);
        int[] steps = [1, image.Size.X, image.Size.X * image.Size.Y];
        for (var axis = 0; axis < 3; axis++)
        {
            var (count, step) = (image.Size[axis], steps[axis]);
            if (count == 1)
                continue;
            foreach (var (x, y, z) in Some.Indices(image.Size))
            {
                if ((axis, x, y, z) is not ((0, 0, _, _) or (1, _, 0, _) or (2, _, _, 0)))
                    continue;
                var start = image.Index(x, y, z);
                var line = Solve([.. Enumerable.Range(0, count).Select(n => values[start + n * step])]);
                for (var n = 0; n < count; n++)
                    values[start + n * step] = line[n];
            }
        }

        return values;
    }

    // Elimination in a band of three; beyond an end lies what is before it.
    private static double[] Solve(double[] samples)
    {
        var count = samples.Length;
        var (above, right) = (new double[count], new double[count]);
        for (var n = 0; n < count; n++)
        {
            var lower =
                n == 0 ? 0
                : n == count - 1 ? 2.0
                : 1.0;
            var upper =
                n == count - 1 ? 0
                : n == 0 ? 2.0
                : 1.0;
            var pivot = 4 - (n > 0 ? lower * above[n - 1] : 0);
            above[n] = upper / pivot;
            right[n] = (6 * samples[n] - (n > 0 ? lower * right[n - 1] : 0)) / pivot;
        }

        for (var n = count - 2; n >= 0; n--)
            right[n] -= above[n] * right[n + 1];
        return right;
    }
}
