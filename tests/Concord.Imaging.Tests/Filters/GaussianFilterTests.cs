using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Filters;

public sealed class GaussianFilterTests
{
    [Fact]
    public void Is_the_mean_of_all_voxels_within_four_sigma_weighted_by_a_gaussian() =>
        Gen.Select(Some.Geometry, Gen.Double[0, 6], Gen.UInt)
            .Sample(
                (geometry, sigma, seed) =>
                {
                    var image = Some.Noise(geometry, seed);
                    var smooth = GaussianFilter.Smooth(image, sigma);
                    foreach (var (x, y, z) in Some.Indices(image.Size))
                        ((double)smooth[x, y, z]).ShouldBe(Direct(image, sigma, x, y, z), 1e-5);
                },
                iter: 60
            );

    // Sides beyond the squares by which planes are turned, at some voxels.
    [Fact]
    public void Is_that_mean_in_large_grids_too() =>
        Gen.Select(Gen.Int[1, 45], Gen.Int[1, 45], Gen.Int[1, 20], Some.Affine, Gen.Double[0.2, 3], Gen.UInt)
            .Sample(
                (x, y, z, affine, sigma, seed) =>
                {
                    var image = Some.Noise(new(new(x, y, z), affine), seed);
                    var smooth = GaussianFilter.Smooth(image, sigma);
                    var random = new Random64(seed);
                    for (var i = 0; i < 6; i++)
                    {
                        var (at, up, far) = (random.Next(x), random.Next(y), random.Next(z));
                        ((double)smooth[at, up, far]).ShouldBe(Direct(image, sigma, at, up, far), 1e-5);
                    }
                },
                iter: 40
            );

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(1000)]
    public void A_constant_stays_constant(double sigma)
    {
        var image = new Volume<float>(new(new(33, 12, 5), Affine.FromSpacing(new(0.5, 1, 4))));
        Array.Fill(image.Voxels, 7.25f);
        GaussianFilter.Smooth(image, sigma).Voxels.ShouldAllBe(v => Math.Abs(v - 7.25f) < 1e-4f);
    }

    [Fact]
    public void A_point_spreads_to_the_variance_asked_for_in_mm()
    {
        var image = new Volume<float>(new(new(61, 41, 31), Some.Turned([0.3, 1, -2], new(0.5, 0.8, 1.1), [1, 2, 3])));
        image[30, 20, 15] = 1;
        var smooth = GaussianFilter.Smooth(image, 2);
        var centre = image.Geometry.Affine.Apply(new(30, 20, 15));
        double sum = 0,
            squares = 0;
        foreach (var (x, y, z) in Some.Indices(image.Size))
        {
            var distance = (image.Geometry.Affine.Apply(new(x, y, z)) - centre).Length;
            sum += smooth[x, y, z];
            squares += smooth[x, y, z] * distance * distance;
        }

        sum.ShouldBe(1, 1e-5);
        // Three axes of σ² = 4 mm² each; the ends that are cut off hold 0.1 % of it.
        squares.ShouldBe(12, 0.03);
    }

    [Fact]
    public void Leaves_the_image_and_does_not_depend_on_the_number_of_threads()
    {
        var image = Some.Noise(new(new(37, 23, 19), Affine.Identity), 9);
        var before = (float[])image.Voxels.Clone();
        var one = GaussianFilter.Smooth(image, 1.5, threads: 1).Voxels;
        one.SequenceEqual(GaussianFilter.Smooth(image, 1.5, threads: 3).Voxels).ShouldBeTrue();
        image.Voxels.SequenceEqual(before).ShouldBeTrue();
        GaussianFilter.Smooth(image, 0).Voxels.SequenceEqual(before).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Refuses_a_sigma_that_is_none(double sigma) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            GaussianFilter.Smooth(new Volume<float>(new(new(2, 2, 2), Affine.Identity)), sigma)
        );

    private static double Direct(Volume<float> image, double sigma, int x, int y, int z)
    {
        if (sigma == 0)
            return image[x, y, z];
        double sum = 0,
            total = 0;
        var spacing = image.Geometry.Spacing;
        foreach (var (i, j, k) in Some.Indices(image.Size))
        {
            double[] mm = [(i - x) * spacing.X, (j - y) * spacing.Y, (k - z) * spacing.Z];
            if (mm.Any(d => Math.Abs(d) > 4 * sigma))
                continue;
            var weight = Math.Exp(-mm.Sum(d => d * d) / (2 * sigma * sigma));
            total += weight;
            sum += weight * image[i, j, k];
        }

        return sum / total;
    }
}
