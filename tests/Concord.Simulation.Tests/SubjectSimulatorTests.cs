using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests;

public sealed class SubjectSimulatorTests
{
    private static readonly SubjectSettings Settings = new() { Geometry = Grids.Fine };
    private static readonly SimulatedSubject Subject = SubjectSimulator.Make(Settings, 21);

    [Fact]
    public void Gives_the_same_bytes_for_a_seed_on_any_number_of_threads()
    {
        foreach (var threads in new[] { -1, 1, 3 })
        {
            var again = SubjectSimulator.Make(Settings with { Threads = threads }, 21);
            again.Truth.Voxels.SequenceEqual(Subject.Truth.Voxels).ShouldBeTrue();
            again.Images.Keys.ShouldBe(["T1", "FLAIR"], ignoreOrder: true);
            foreach (var (name, image) in again.Images)
                image.Voxels.SequenceEqual(Subject.Images[name].Voxels).ShouldBeTrue();
        }
    }

    [Fact]
    public void Gives_another_subject_for_another_seed()
    {
        var other = SubjectSimulator.Make(Settings, 22);
        other.Truth.Voxels.SequenceEqual(Subject.Truth.Voxels).ShouldBeFalse();
        other.Images["T1"].Voxels.SequenceEqual(Subject.Images["T1"].Voxels).ShouldBeFalse();
        other.LesionMillilitres.ShouldNotBe(Subject.LesionMillilitres);
    }

    [Fact]
    public void Truth_has_every_class_and_the_lesion_volume_reported()
    {
        var counts = new int[TruthLabels.Names.Count];
        foreach (var label in Subject.Truth.Voxels)
            counts[label]++;
        counts.ShouldAllBe(count => count > 100);
        (counts[TruthLabels.Lesion] * Grids.Fine.VoxelVolume / 1000).ShouldBe(Subject.LesionMillilitres, 1e-6);
        Subject.LesionCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Images_show_the_truth()
    {
        Mean("T1", TruthLabels.WhiteMatter).ShouldBeGreaterThan(1.15 * Mean("T1", TruthLabels.GreyMatter));
        Mean("T1", TruthLabels.GreyMatter).ShouldBeGreaterThan(1.3 * Mean("T1", TruthLabels.Csf));
        Mean("FLAIR", TruthLabels.Lesion).ShouldBeGreaterThan(1.4 * Mean("FLAIR", TruthLabels.WhiteMatter));
        // Partial volume and noise leave fluid a little signal.
        Mean("FLAIR", TruthLabels.Csf).ShouldBeLessThan(0.5 * Mean("FLAIR", TruthLabels.WhiteMatter));
    }

    [Fact]
    public void Noise_is_a_percentage_of_white_matter()
    {
        var quiet = Settings with { NoisePercent = 0, InhomogeneityPercent = 0, TexturePercent = 0 };
        var noisy = quiet with { NoisePercent = 5 };
        var clean = SubjectSimulator.Make(quiet, 21);
        var dirty = SubjectSimulator.Make(noisy, 21);
        var white = Enumerable
            .Range(0, clean.Truth.Voxels.Length)
            .Where(i => clean.Anatomy[Tissue.WhiteMatter].Voxels[i] > 0.999f)
            .ToArray();
        foreach (var name in new[] { "T1", "FLAIR" })
        {
            var reference = white.Average(i => clean.Images[name].Voxels[i]);
            var variance = white.Average(i => Math.Pow(dirty.Images[name].Voxels[i] - clean.Images[name].Voxels[i], 2));
            (Math.Sqrt(variance) / reference).ShouldBe(0.05, 0.002);
        }
    }

    [Fact]
    public void Adding_a_sequence_leaves_the_others_as_they_were()
    {
        var sequences = new Dictionary<string, PulseSequence>(Settings.Sequences) { ["T2"] = new SpinEcho() };
        var more = SubjectSimulator.Make(Settings with { Sequences = sequences }, 21);
        more.Images["T1"].Voxels.SequenceEqual(Subject.Images["T1"].Voxels).ShouldBeTrue();
        more.Images["T2"].Voxels.SequenceEqual(Subject.Images["T1"].Voxels).ShouldBeFalse();
    }

    [Fact]
    public void Healthy_subject_is_the_same_head_without_lesions()
    {
        var healthy = SubjectSimulator.Make(Settings with { HasLesions = false }, 21);
        healthy.LesionCount.ShouldBe(0);
        healthy.LesionMillilitres.ShouldBe(0);
        healthy.Truth.Voxels.ShouldNotContain(TruthLabels.Lesion);
        var merged = Subject.Truth.Voxels.Select(v => v == TruthLabels.Lesion ? TruthLabels.WhiteMatter : v);
        merged.SequenceEqual(healthy.Truth.Voxels).ShouldBeTrue();
    }

    [Fact]
    public void Pose_turns_and_shifts_the_grid_but_keeps_its_spacing()
    {
        var posed = SubjectSimulator.Make(
            Settings with
            {
                Geometry = Grids.Coarse,
                LargestTurn = 10,
                LargestShift = 4,
                HasLesions = false,
            },
            21
        );
        var geometry = posed.Truth.Geometry;
        geometry.CornerDistance(Grids.Coarse).ShouldBeInRange(1, 60);
        geometry.Spacing.X.ShouldBe(3.4, 1e-9);
        geometry.VoxelVolume.ShouldBe(Grids.Coarse.VoxelVolume, 1e-9);
        // The whole brain is still in view: the same tissue, give or take the sampling.
        var straight = SubjectSimulator.Make(Settings with { Geometry = Grids.Coarse, HasLesions = false }, 21);
        posed
            .Anatomy.Millilitres(Tissue.WhiteMatter)
            .ShouldBe(straight.Anatomy.Millilitres(Tissue.WhiteMatter), 0.02 * 500);
    }

    private static double Mean(string sequence, byte label)
    {
        Volume<float> image = Subject.Images[sequence];
        return Enumerable
            .Range(0, image.Voxels.Length)
            .Where(i => Subject.Truth.Voxels[i] == label)
            .Average(i => (double)image.Voxels[i]);
    }
}
