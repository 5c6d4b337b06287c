using Concord.Simulation.Degradation;

namespace Concord.Simulation.Tests.Degradation;

public sealed class TissueTextureTests
{
    [Fact]
    public void Has_mean_1_and_the_standard_deviation_asked_for()
    {
        var field = TissueTexture.Make(Grids.Coarse, 4, 9).Voxels;
        var mean = field.Average(v => (double)v);
        mean.ShouldBe(1, 0.005);
        Math.Sqrt(field.Average(v => (v - mean) * (v - mean))).ShouldBe(0.04, 0.004);
    }

    [Fact]
    public void Is_flat_at_level_0() => TissueTexture.Make(Grids.Coarse, 0, 9).Voxels.ShouldAllBe(v => v == 1);
}
