using Concord.Simulation.Anatomy;
using Concord.Simulation.Lesions;

namespace Concord.Simulation.Tests.Lesions;

public sealed class WhiteMatterLesionsTests
{
    private static readonly LesionSettings Settings = new() { Volume = 15 };
    private static readonly LesionLoad Load = WhiteMatterLesions.Place(Grids.FineHead, Settings, 3);

    [Fact]
    public void Take_white_matter_only()
    {
        var (before, after) = (Grids.FineHead, Load.Anatomy);
        for (var i = 0; i < before.Geometry.Size.Voxels; i++)
        {
            var lesion = after[Tissue.Lesion].Voxels[i];
            var white = after[Tissue.WhiteMatter].Voxels[i];
            lesion.ShouldBeGreaterThanOrEqualTo(0);
            white.ShouldBeGreaterThanOrEqualTo(0);
            (white + lesion).ShouldBe(before[Tissue.WhiteMatter].Voxels[i], 1e-5f);
        }

        after[Tissue.GreyMatter].ShouldBeSameAs(before[Tissue.GreyMatter]);
        after[Tissue.Csf].ShouldBeSameAs(before[Tissue.Csf]);
    }

    [Fact]
    public void Leave_the_healthy_head_as_it_was() => Grids.FineHead.Millilitres(Tissue.Lesion).ShouldBe(0);

    [Fact]
    public void Report_their_count_and_the_volume_of_the_voxels_that_are_mostly_lesion()
    {
        var voxels = Load.Anatomy[Tissue.Lesion].Voxels.Count(share => share >= 0.5f);
        Load.Millilitres.ShouldBe(voxels * Grids.Fine.VoxelVolume / 1000, 1e-6);
        Load.Lesions.Count.ShouldBeInRange(5, 400);
        Load.Lesions.Select(l => l.Kind).ShouldContain(LesionKind.Periventricular);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Fill_a_volume_within_the_range(int seed)
    {
        var settings = new LesionSettings { MinimumVolume = 6, MaximumVolume = 12 };
        var load = WhiteMatterLesions.Place(Grids.FineHead, settings, (ulong)seed);
        load.Millilitres.ShouldBeInRange(0.9 * 6, 1.2 * 12);
        load.Millilitres.ShouldBe(load.Target, 0.15 * load.Target);
    }

    [Fact]
    public void Lie_about_the_ventricles_when_asked_to()
    {
        MeanDistance(share: 1).ShouldBeLessThan(MeanDistance(share: 0) - 4);

        static double MeanDistance(double share)
        {
            var settings = Settings with { PeriventricularShare = share };
            var lesions = WhiteMatterLesions.Place(Grids.FineHead, settings, 5).Anatomy[Tissue.Lesion].Voxels;
            return lesions
                .Zip(Grids.FineHead.VentricleDistance.Voxels)
                .Where(v => v.First >= 0.5)
                .Average(v => v.Second);
        }
    }

    [Fact]
    public void Repeat_for_a_seed_and_differ_for_another()
    {
        var same = WhiteMatterLesions.Place(Grids.FineHead, Settings, 3).Anatomy[Tissue.Lesion].Voxels;
        var other = WhiteMatterLesions.Place(Grids.FineHead, Settings, 4).Anatomy[Tissue.Lesion].Voxels;
        same.ShouldBe(Load.Anatomy[Tissue.Lesion].Voxels);
        other.SequenceEqual(same).ShouldBeFalse();
    }

    [Fact]
    public void Refuse_an_empty_range() =>
        Should.Throw<ArgumentException>(() =>
            WhiteMatterLesions.Place(Grids.FineHead, new() { MinimumVolume = 5, MaximumVolume = 4 }, 1)
        );
}
