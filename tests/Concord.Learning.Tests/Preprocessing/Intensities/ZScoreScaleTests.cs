using Concord.Imaging;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Preprocessing.Intensities;

public sealed class ZScoreScaleTests
{
    private static readonly ZScoreScale Scale = new();

    [Theory]
    [InlineData(4000)]
    // More than are sorted.
    [InlineData(1_200_000)]
    public void Has_mean_0_and_deviation_1_in_the_mask(int voxels)
    {
        var head = Images.Head(1, voxels);
        var mask = Images.MaskOf(head);
        var result = Scale.Apply(head, mask, "t1").Voxels;
        ShouldBeStandard(result.Where((_, i) => mask.Voxels[i] == 1));
        // The vessels are one in 140 of the brain: more than what is cut off, and all alike.
        var brightest = result.Max();
        var vessels = Enumerable.Range(0, voxels).Where(i => i % 211 == 0);
        vessels.ShouldAllBe(i => result[i] == brightest);
    }

    [Fact]
    public void Has_mean_0_and_deviation_1_in_what_is_brighter_than_the_mean()
    {
        var head = Images.Head(1);
        var mean = head.Voxels.Average();
        var result = Scale.Apply(head, null, "t1").Voxels;
        ShouldBeStandard(result.Where((_, i) => head.Voxels[i] > mean));
    }

    [Fact]
    public void What_one_voxel_is_does_not_matter()
    {
        var head = Images.Head(1);
        var mask = Images.MaskOf(head);
        var wild = head.With((float[])head.Voxels.Clone());
        wild.Voxels[mask.Voxels.IndexOf((byte)1)] = 1e9f;
        Scale.Apply(wild, mask, "t1").Voxels.Skip(10).ShouldBe(Scale.Apply(head, mask, "t1").Voxels.Skip(10), 0.01);
    }

    [Fact]
    public void Without_a_mask_fluid_and_air_stay_apart()
    {
        var head = Images.Head(1);
        var result = Scale.Apply(head, null, "t1").Voxels;
        double MeanOf(int tissue) => result.Where((_, i) => i % 211 != 0 && i % 9 == tissue).Average();
        // Linear: fluid lies at 37 of 107 between air and white matter.
        ((MeanOf(3) - MeanOf(0)) / (MeanOf(8) - MeanOf(0))).ShouldBe(37.0 / 107, 0.02);
    }

    private static void ShouldBeStandard(IEnumerable<float> region)
    {
        var values = region.Select(v => (double)v).ToList();
        var mean = values.Average();
        mean.ShouldBe(0, 1e-3);
        Math.Sqrt(values.Average(v => (v - mean) * (v - mean))).ShouldBe(1, 1e-3);
    }
}
