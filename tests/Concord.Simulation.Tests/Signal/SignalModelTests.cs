using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests.Signal;

public sealed class SignalModelTests
{
    [Fact]
    public void Voxel_is_the_sum_of_membership_times_signal()
    {
        var sequence = new SpoiledGradientEcho();
        var image = SignalModel.Typical(FieldStrength.Tesla1Point5).Render(Grids.Head, [(sequence, 100)])[0];
        for (var i = 0; i < image.Voxels.Length; i++)
        {
            var expected = Enum.GetValues<Tissue>()
                .Sum(tissue => Grids.Head[tissue].Voxels[i] * sequence.Signal(TissueParameters.Of(tissue)));
            image.Voxels[i].ShouldBe((float)(100 * expected), 1e-4f);
        }
    }

    [Fact]
    public void Subjects_vary_by_a_few_percent()
    {
        var times = Enumerable
            .Range(0, 200)
            .Select(seed => SignalModel.OfSubject(FieldStrength.Tesla1Point5, 3, 0, (ulong)seed)[Tissue.WhiteMatter].T1)
            .ToArray();
        var mean = times.Average();
        mean.ShouldBe(500, 4);
        // 3 % of 500 is 15; cutting at two standard deviations leaves a little less.
        Math.Sqrt(times.Average(t => (t - mean) * (t - mean))).ShouldBeInRange(11, 17);
        times.Min().ShouldBeGreaterThanOrEqualTo(470 - 1e-3);
        times.Max().ShouldBeLessThanOrEqualTo(530 + 1e-3);
    }

    [Fact]
    public void Without_variation_a_subject_is_typical()
    {
        var model = SignalModel.OfSubject(FieldStrength.Tesla1Point5, 0, 0, 1);
        foreach (var tissue in Enum.GetValues<Tissue>())
            model[tissue].T2.ShouldBe(TissueParameters.Of(tissue).T2, 1e-4);
    }
}
