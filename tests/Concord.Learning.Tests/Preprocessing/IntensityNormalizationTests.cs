using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Learning.Preprocessing;

namespace Concord.Learning.Tests.Preprocessing;

public sealed class IntensityNormalizationTests
{
    private static Volume<T> Row<T>(params T[] voxels)
        where T : unmanaged => new(new(new(voxels.Length, 1, 1), Affine.FromSpacing(Spacing.Isotropic(1))), voxels);

    [Fact]
    public void Uses_the_median_of_the_mask_and_blanks_the_rest()
    {
        var result = IntensityNormalization.Apply(Row(9000f, 10, 20, 40, 0), Row<byte>(0, 1, 1, 1, 0), "t1");
        result.Voxels.ShouldBe([-5, -2, 0, 4, -5], 1e-4);
    }

    [Fact]
    public void Without_a_mask_uses_what_is_brighter_than_the_mean()
    {
        var result = IntensityNormalization.Apply(Row(0f, 0, 0, 10, 0, 100, 100, 120), null, "t1");
        result.Voxels.ShouldBe([-4, -4, -4, -3.6f, -4, 0, 0, 0.8f], 1e-4);
    }

    [Fact]
    public void Cuts_off_what_is_far_brighter_than_tissue()
    {
        var result = IntensityNormalization.Apply(Row(0f, 10, 10, 10, 2000), Row<byte>(0, 1, 1, 1, 1), "t1");
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
            IntensityNormalization.Apply(Row(head), null, "a").Voxels,
            IntensityNormalization.Apply(Row(ill), null, "b").Voxels
        );
        foreach (var i in new[] { 0, 450, 700, 900 })
            after[i].ShouldBe(before[i], 0.05);
    }

    [Fact]
    public void Does_not_depend_on_the_scanners_scale_and_offset()
    {
        float[] values = [3, 1, 4, 1, 5, 9, 2, 6];
        var plain = IntensityNormalization.Apply(Row(values), null, "a");
        var scaled = IntensityNormalization.Apply(Row(Array.ConvertAll(values, v => 40 * v - 300)), null, "b");
        scaled.Voxels.ShouldBe(plain.Voxels, 1e-4);
    }

    [Fact]
    public void A_few_voxels_below_air_do_not_count()
    {
        var head = Enumerable.Range(0, 1000).Select(i => i < 500 ? 0f : 100).ToArray();
        var overshot = head.ToArray();
        (overshot[3], overshot[700]) = (-400, -60);
        var result = IntensityNormalization.Apply(Row(overshot), null, "a").Voxels;
        (result[0], result[600]).ShouldBe((-4, 0));
    }

    [Fact]
    public void Names_the_file_of_a_constant_image() =>
        Should
            .Throw<BadInputException>(() => IntensityNormalization.Apply(Row(5f, 5, 5), null, "flat.nii"))
            .Culprit.ShouldBe("flat.nii");
}
