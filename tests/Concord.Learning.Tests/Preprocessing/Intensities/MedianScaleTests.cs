using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Preprocessing.Intensities;

public sealed class MedianScaleTests
{
    private static Volume<T> Row<T>(params T[] voxels)
        where T : unmanaged => new(new(new(voxels.Length, 1, 1), Affine.FromSpacing(Spacing.Isotropic(1))), voxels);

    [Fact]
    public void Uses_the_median_of_the_mask_and_blanks_the_rest()
    {
        var result = new MedianScale().Apply(Row(9000f, 10, 20, 40, 0), Row<byte>(0, 1, 1, 1, 0), "t1");
        result.Voxels.ShouldBe([-5, -2, 0, 4, -5], 1e-4);
    }

    [Fact]
    public void Without_a_mask_uses_what_is_brighter_than_the_mean()
    {
        var result = new MedianScale().Apply(Row(0f, 0, 0, 10, 0, 100, 100, 120), null, "t1");
        result.Voxels.ShouldBe([-4, -4, -4, -3.6f, -4, 0, 0, 0.8f], 1e-4);
    }

    [Fact]
    public void Cuts_off_what_is_far_brighter_than_tissue()
    {
        var result = new MedianScale().Apply(Row(0f, 10, 10, 10, 2000), Row<byte>(0, 1, 1, 1, 1), "t1");
        result.Voxels[4].ShouldBe(8);
    }

    [Fact]
    public void Large_lesions_move_neither_fluid_nor_tissue()
    {
        // Air, fluid, white matter, grey matter of a FLAIR; then a twenty-fifth of the brain turns bright.
        var head = Enumerable
            .Range(0, 1000)
            .Select(i =>
                i < 400 ? 0f
                : i < 500 ? 4
                : i < 800 ? 100
                : 130
            )
            .ToArray();
        var ill = head.Select((v, i) => i is >= 500 and < 520 ? 220 : v).ToArray();
        var (before, after) = (
            new MedianScale().Apply(Row(head), null, "a").Voxels,
            new MedianScale().Apply(Row(ill), null, "b").Voxels
        );
        foreach (var i in new[] { 0, 450, 700, 900 })
            after[i].ShouldBe(before[i], 0.05);
    }

    [Fact]
    public void Does_not_depend_on_the_scanners_scale_and_offset()
    {
        float[] values = [3, 1, 4, 1, 5, 9, 2, 6];
        var plain = new MedianScale().Apply(Row(values), null, "a");
        var scaled = new MedianScale().Apply(Row(Array.ConvertAll(values, v => 40 * v - 300)), null, "b");
        scaled.Voxels.ShouldBe(plain.Voxels, 1e-4);
    }

    [Fact]
    public void A_few_voxels_below_air_do_not_count()
    {
        var head = Enumerable.Range(0, 1000).Select(i => i < 500 ? 0f : 100).ToArray();
        var overshot = head.ToArray();
        (overshot[3], overshot[700]) = (-400, -60);
        var result = new MedianScale().Apply(Row(overshot), null, "a").Voxels;
        (result[0], result[600]).ShouldBe((-4, 0));
    }

    // A large image is measured by some of its voxels: against all of them, sorted.
    [Theory]
    [InlineData(100, 100, 99)]
    [InlineData(128, 128, 130)]
    [InlineData(160, 144, 150)]
    public void Large_images_are_measured_as_if_by_every_voxel(int x, int y, int z)
    {
        var random = new Random64(5);
        var image = new Volume<float>(new(new(x, y, z), Affine.FromSpacing(Spacing.Isotropic(1))));
        // Air, fluid, grey and white matter in planes, of which a regular walk could miss some.
        float[] means = [3, 3, 40, 80, 110];
        for (var i = 0; i < image.Voxels.Length; i++)
            image.Voxels[i] = means[i % x / 7 % 5] + 4 * (float)random.NextNormal();
        var sorted = image.Voxels.Order().ToArray();
        var floor = sorted[(int)(0.005 * sorted.Length)];
        var mean = image.Voxels.Average();
        var bright = image.Voxels.Where(v => v > mean).Order().ToArray();
        var median = bright[bright.Length / 2];
        var result = new MedianScale().Apply(image, null, "a").Voxels;
        for (var i = 0; i < result.Length; i += 997)
            result[i].ShouldBe(Math.Clamp((image.Voxels[i] - median) / (median - floor) * 4, -8, 8), 0.02f);
    }

    [Fact]
    public void Names_the_file_of_a_constant_image() =>
        Should
            .Throw<BadInputException>(() => new MedianScale().Apply(Row(5f, 5, 5), null, "flat.nii"))
            .Culprit.ShouldBe("flat.nii");

    // Models that were trained with it must see what they saw then.
    [Theory]
    [InlineData(false, "e0a6fe637216119611a670d9bbba818c")]
    [InlineData(true, "04822649f5977b49f909a05dc8fed17c")]
    public void Gives_the_same_bytes_as_ever(bool isMasked, string expected)
    {
        var random = new Random64(9);
        var image = new Volume<float>(new(new(100, 90, 80), Affine.FromSpacing(Spacing.Isotropic(1))));
        for (var i = 0; i < image.Voxels.Length; i++)
            image.Voxels[i] = 50 * (i / 700 % 4) + 9 * (float)random.NextDouble();
        var mask = image.With(Array.ConvertAll(image.Voxels, v => v > 60 ? (byte)1 : (byte)0));
        var result = new MedianScale().Apply(image, isMasked ? mask : null, "a").Voxels;
        var hash = System.IO.Hashing.XxHash128.Hash(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(result)
        );
        Convert.ToHexStringLower(hash).ShouldBe(expected);
    }
}
