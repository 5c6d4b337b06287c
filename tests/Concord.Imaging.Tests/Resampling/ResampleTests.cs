using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Tests.Resampling;

public sealed class ResampleTests
{
    private static readonly Affine Oblique = Some.Turned([0.2, -0.1, 0.4], new(-0.9, 1.1, 1.6), [12, -30, 5]);
    private static readonly VolumeGeometry Grid = new(new(24, 22, 20), Oblique);

    // The same field turned a little about its middle.
    private static VolumeGeometry Turned
    {
        get
        {
            var middle = new Point3(11.5, 10.5, 9.5);
            var turn = Some.Turned([0.15, 0.1, -0.2], new(1, 1, 1), [0, 0, 0]);
            var offset = middle - turn.Apply(middle);
            var inner = turn with { M03 = offset.X, M13 = offset.Y, M23 = offset.Z };
            return new(Grid.Size, Oblique.Compose(inner));
        }
    }

    [Fact]
    public void Linear_gives_back_a_linear_function()
    {
        var image = Some.Painted(Grid, Linear);
        foreach (var target in new[] { Turned, Resample.GridWithSpacing(Grid, new(0.7, 1.5, 1.1)) })
            Compare(Resample.OntoGrid(image, target, Interpolation.Linear), Linear, border: 0, 1e-3);
    }

    [Fact]
    public void Cubic_gives_back_a_quadratic_function_away_from_the_border()
    {
        static double Quadratic(Point3 p) => 0.01 * p.X * p.X - 0.004 * p.Y * p.Z + 0.002 * p.Z * p.Z + 0.1 * p.Y;
        var image = Some.Painted(Grid, Quadratic);
        foreach (var target in new[] { Turned, Resample.GridWithSpacing(Grid, new(0.7, 1.5, 1.1)) })
            Compare(Resample.OntoGrid(image, target, Interpolation.Cubic), Quadratic, border: 7, 1e-3);
    }

    [Fact]
    public void Cubic_passes_through_voxels() =>
        Gen.Select(Gen.Int[1, 24], Gen.Int[1, 20], Gen.Int[1, 5], Gen.UInt)
            .Sample(
                (x, y, z, seed) =>
                {
                    var image = Some.Noise(new(new(x, y, z), Oblique), seed);
                    // A grid of twice the voxels: every second one, from the first, is a voxel of the image.
                    var half = Affine.FromColumns(
                        Oblique.Column(0) * 0.5,
                        Oblique.Column(1) * 0.5,
                        Oblique.Column(2) * 0.5,
                        Oblique.Column(3)
                    );
                    var target = new VolumeGeometry(new(2 * x - 1, 2 * y - 1, 2 * z - 1), half);
                    var fine = Resample.OntoGrid(image, target, Interpolation.Cubic);
                    foreach (var (i, j, k) in Some.Indices(image.Size))
                        fine[2 * i, 2 * j, 2 * k].ShouldBe(image[i, j, k], 1e-4f);
                },
                iter: 30
            );

    [Theory]
    [InlineData(Interpolation.Nearest)]
    [InlineData(Interpolation.Linear)]
    [InlineData(Interpolation.Cubic)]
    public void Turned_and_straight_samplers_agree(Interpolation interpolation)
    {
        var image = Some.Noise(Grid, 5);
        // Half a voxel wider than the image on every side, so that the rule for what lies outside is compared too.
        var wide = Resample.GridWithSpacing(Grid, new(0.61, 0.83, 1.37));
        var moved = wide.Affine.Apply(new(-3, 2, -2));
        var target = new VolumeGeometry(wide.Size, wide.Affine with { M03 = moved.X, M13 = moved.Y, M23 = moved.Z });
        var straight = Resample.OntoGrid(image, target, interpolation, outside: -7);
        // The same grid with its axes swapped takes the general path.
        var swapped = Reorient.Geometry(target, Orientation.Parse("SRA"));
        var turned = Reorient.Back(Resample.OntoGrid(image, swapped, interpolation, outside: -7), target);
        for (var i = 0; i < straight.Voxels.Length; i++)
            if (Math.Abs(straight.Voxels[i] - turned.Voxels[i]) > 1e-4)
                Assert.Fail($"Voxel {i}: {straight.Voxels[i]} and {turned.Voxels[i]}.");
        straight.Voxels.Count(v => v == -7).ShouldBeInRange(1000, straight.Voxels.Length / 2);
    }

    [Fact]
    public void Nearest_takes_labels_as_they_are()
    {
        var labels = Some.Numbered(Grid);
        var fine = Resample.Labels(labels, Resample.GridWithSpacing(Grid, new(0.3, 1.1 / 3, 1.6 / 3)));
        fine.Size.ShouldBe(new GridSize(72, 66, 60));
        foreach (var (x, y, z) in Some.Indices(fine.Size))
            if (fine[x, y, z] != labels[x / 3, y / 3, z / 3])
                Assert.Fail($"Voxel {x} {y} {z} is {fine[x, y, z]}.");
        Resample.Labels(fine, Grid).Voxels.SequenceEqual(labels.Voxels).ShouldBeTrue();
    }

    [Fact]
    public void Labels_are_zero_outside()
    {
        var labels = Some.Numbered(Grid);
        var far = new VolumeGeometry(Grid.Size, Oblique with { M03 = Oblique.M03 + 500 });
        Resample.Labels(labels, far).Voxels.ShouldAllBe(v => v == 0);
        Resample.Labels(labels, far, 7).Voxels.ShouldAllBe(v => v == 7);
    }

    [Fact]
    public void GridWithSpacing_keeps_the_centre_and_the_axes() =>
        Gen.Select(Some.Geometry, Gen.Double[0.3, 5].Array[3])
            .Sample(
                (geometry, mm) =>
                {
                    var spacing = new Spacing(mm[0], mm[1], mm[2]);
                    var grid = Resample.GridWithSpacing(geometry, spacing);
                    (Centre(grid) - Centre(geometry)).Length.ShouldBeLessThan(1e-9);
                    for (var axis = 0; axis < 3; axis++)
                    {
                        grid.Spacing[axis].ShouldBe(spacing[axis], 1e-9);
                        var (now, before) = (grid.Affine.Column(axis), geometry.Affine.Column(axis));
                        (now.Dot(before) / (now.Length * before.Length)).ShouldBe(1, 1e-9);
                        var field = geometry.Size[axis] * geometry.Spacing[axis];
                        if (field > spacing[axis] / 2)
                            (grid.Size[axis] * spacing[axis]).ShouldBe(field, spacing[axis] / 2 + 1e-9);
                        else
                            grid.Size[axis].ShouldBe(1);
                    }
                }
            );

    [Fact]
    public void The_same_grid_gives_a_copy()
    {
        var image = Some.Noise(Grid, 3);
        var copy = Resample.OntoGrid(image, new(Grid.Size, Grid.Affine), Interpolation.Cubic);
        copy.Voxels.ShouldNotBeSameAs(image.Voxels);
        copy.Voxels.SequenceEqual(image.Voxels).ShouldBeTrue();
    }

    private static double Linear(Point3 p) => 3 + 0.5 * p.X - 0.25 * p.Y + 0.75 * p.Z;

    private static Point3 Centre(VolumeGeometry g) =>
        g.Affine.Apply(new((g.Size.X - 1) / 2.0, (g.Size.Y - 1) / 2.0, (g.Size.Z - 1) / 2.0));

    // Compares where the point lies so many voxels within the image's outermost centres.
    private static void Compare(Volume<float> result, Func<Point3, double> truth, int border, double tolerance)
    {
        var toImage = Grid.Affine.Inverse();
        var compared = 0;
        foreach (var (x, y, z) in Some.Indices(result.Size))
        {
            var world = result.Geometry.Affine.Apply(new(x, y, z));
            var p = toImage.Apply(world);
            if (!IsWithin(p.X, 0) || !IsWithin(p.Y, 1) || !IsWithin(p.Z, 2))
                continue;
            compared++;
            ((double)result[x, y, z]).ShouldBe(truth(world), tolerance);
        }

        compared.ShouldBeGreaterThan(200);
        bool IsWithin(double at, int axis) => at >= border && at <= Grid.Size[axis] - 1 - border;
    }
}
