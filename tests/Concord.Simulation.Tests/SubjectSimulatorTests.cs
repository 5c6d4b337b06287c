using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests;

public sealed class SubjectSimulatorTests
{
    private static readonly AnatomySource Source = new ProceduralHead(9, 2);
    private static readonly SubjectSettings Settings = new()
    {
        Geometry = Grids.Fine,
        Kind = SubjectKind.Lesions,
        Lesions = new() { Volume = 20 },
    };
    private static readonly SimulatedSubject Subject = SubjectSimulator.Make(Source, Settings, 21);

    [Fact]
    public void Gives_the_same_bytes_for_a_seed_on_any_number_of_threads()
    {
        foreach (var threads in new[] { -1, 1, 3 })
        {
            var again = SubjectSimulator.Make(Source, Settings with { Threads = threads }, 21);
            again.Truth.Voxels.SequenceEqual(Subject.Truth.Voxels).ShouldBeTrue();
            again.Images.Keys.ShouldBe(["T1", "FLAIR"], ignoreOrder: true);
            foreach (var (name, image) in again.Images)
                image.Voxels.SequenceEqual(Subject.Images[name].Voxels).ShouldBeTrue();
        }
    }

    [Fact]
    public void Gives_another_subject_for_another_seed()
    {
        var other = SubjectSimulator.Make(Source, Settings, 22);
        other.Truth.Voxels.SequenceEqual(Subject.Truth.Voxels).ShouldBeFalse();
        other.Images["T1"].Voxels.SequenceEqual(Subject.Images["T1"].Voxels).ShouldBeFalse();
        other.Lesions.Count.ShouldNotBe(Subject.Lesions.Count);
    }

    [Fact]
    public void Truth_has_every_class_and_the_lesion_volume_reported()
    {
        var counts = new int[TruthLabels.Names.Count];
        foreach (var label in Subject.Truth.Voxels)
            counts[label]++;
        counts[..(TruthLabels.Lesion + 1)].ShouldAllBe(count => count > 100);
        counts[TruthLabels.Tumor].ShouldBe(0);
        var placed = Subject.Lesions.Sum(l => l.Millilitres);
        (counts[TruthLabels.Lesion] * Grids.Fine.VoxelVolume / 1000).ShouldBe(placed, 1e-6);
    }

    [Fact]
    public void No_volume_of_lesions_is_none_but_the_anatomys()
    {
        var none = SubjectSimulator.Make(Source, Settings with { Lesions = new() { Volume = 0 } }, 21);
        none.Lesions.ShouldBeEmpty();
        none.Truth.Voxels.ShouldNotContain((byte)TruthLabels.Lesion);
        none.Truth.Voxels.ShouldContain((byte)TruthLabels.WhiteMatter);
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
        var site = Settings.Site with { NoisePercent = 0, InhomogeneityPercent = 0 };
        var quiet = Settings with { Site = site, TexturePercent = 0 };
        var noisy = quiet with { Site = site with { NoisePercent = 5 } };
        var clean = SubjectSimulator.Make(Source, quiet, 21);
        var dirty = SubjectSimulator.Make(Source, noisy, 21);
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
        var more = SubjectSimulator.Make(Source, Settings with { Sequences = ["T2", "FLAIR", "T1"] }, 21);
        more.Images["T1"].Voxels.SequenceEqual(Subject.Images["T1"].Voxels).ShouldBeTrue();
        more.Images["T2"].Voxels.SequenceEqual(Subject.Images["T1"].Voxels).ShouldBeFalse();
    }

    [Fact]
    public void Healthy_subject_is_the_same_head_without_lesions()
    {
        var healthy = SubjectSimulator.Make(Source, Settings with { Kind = SubjectKind.Brain }, 21);
        healthy.Lesions.ShouldBeEmpty();
        healthy.Truth.Voxels.ShouldNotContain(TruthLabels.Lesion);
        var merged = Subject.Truth.Voxels.Select(v => v == TruthLabels.Lesion ? TruthLabels.WhiteMatter : v);
        merged.SequenceEqual(healthy.Truth.Voxels).ShouldBeTrue();
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
