using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Learning.Preprocessing;

namespace Concord.Learning.Tests.Preprocessing;

public sealed class IntensityNormalizationTests
{
    private static Volume<T> Row<T>(params T[] voxels)
        where T : unmanaged => new(new(new(voxels.Length, 1, 1), Affine.FromSpacing(Spacing.Isotropic(1))), voxels);

    [Fact]
    public void Uses_the_mask_alone_and_blanks_the_rest()
    {
        var result = IntensityNormalization.Apply(Row(9000f, 10, 20, 30, -700), Row<byte>(0, 1, 1, 1, 0), "t1");
        var z = 10 / MathF.Sqrt(200f / 3);
        result.Voxels.ShouldBe([-5, -z, 0, z, -5], 1e-4);
    }

    [Fact]
    public void Without_a_mask_uses_what_is_brighter_than_the_mean()
    {
        var result = IntensityNormalization.Apply(Row(0f, 0, 0, 0, 100, 120), null, "t1");
        result.Voxels[4].ShouldBe(-1, 1e-4f);
        result.Voxels[5].ShouldBe(1, 1e-4f);
        result.Voxels[0].ShouldBe(-8, "far below, where fluid and bone still differ");
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
    public void Names_the_file_of_a_constant_image() =>
        Should
            .Throw<BadInputException>(() => IntensityNormalization.Apply(Row(5f, 5, 5), null, "flat.nii"))
            .Culprit.ShouldBe("flat.nii");
}
