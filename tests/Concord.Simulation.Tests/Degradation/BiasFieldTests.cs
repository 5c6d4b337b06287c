using Concord.Simulation.Anatomy;
using Concord.Simulation.Degradation;

namespace Concord.Simulation.Tests.Degradation;

public sealed class BiasFieldTests
{
    [Theory]
    [InlineData(20, 0.9, 1.1)]
    [InlineData(40, 0.8, 1.2)]
    [InlineData(0, 1, 1)]
    public void Spans_its_level_over_the_brain(double percent, double low, double high)
    {
        var field = BiasField.Make(Grids.Head, percent, 4).Voxels;
        var inBrain = Grids.Head.Sum(Tissues.Brain).Voxels;
        var brain = Enumerable.Range(0, field.Length).Where(i => inBrain[i] >= 0.5f).Select(i => field[i]).ToArray();
        brain.Min().ShouldBe((float)low, 1e-3f);
        brain.Max().ShouldBe((float)high, 1e-3f);
    }

    [Fact]
    public void Is_smooth()
    {
        // From 0.9 to 1.1 over a brain of 13 cm or more: a step of 3.4 mm changes it by a percent or so.
        var field = BiasField.Make(Grids.Head, 20, 4);
        for (var x = 1; x < field.Size.X; x++)
            Math.Abs(field[x, 25, 25] - field[x - 1, 25, 25]).ShouldBeLessThan(0.02f);
    }

    [Fact]
    public void Repeats_for_a_seed_and_differs_for_another()
    {
        var field = BiasField.Make(Grids.Head, 20, 4).Voxels;
        BiasField.Make(Grids.Head, 20, 4, threads: 1).Voxels.ShouldBe(field);
        BiasField.Make(Grids.Head, 20, 5).Voxels.SequenceEqual(field).ShouldBeFalse();
    }

    [Fact]
    public void Refuses_a_level_above_100() =>
        Should.Throw<ArgumentOutOfRangeException>(() => BiasField.Make(Grids.Head, 101, 4));
}
