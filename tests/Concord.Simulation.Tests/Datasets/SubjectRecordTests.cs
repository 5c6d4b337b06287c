using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Datasets;
using Concord.Simulation.Deformation;
using Concord.Simulation.Lesions;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests.Datasets;

public sealed class SubjectRecordTests
{
    private static readonly SubjectSettings Subject = new() { Kind = SubjectKind.Lesions };
    private static readonly DatasetSettings Settings = Of(Subject);

    [Fact]
    public void Every_setting_that_changes_a_subject_changes_the_record()
    {
        var records = Changes().Prepend(Settings).Select(SubjectRecord.OfSet).ToList();
        records.Count.ShouldBe(39);
        for (var i = 0; i < records.Count; i++)
            records.IndexOf(records[i]).ShouldBe(i, $"the same record:\n{records[i]}");
    }

    [Fact]
    public void Neither_threads_nor_the_number_of_subjects_do()
    {
        var record = SubjectRecord.OfSet(Settings);
        SubjectRecord.OfSet(Settings with { Count = 5 }).ShouldBe(record);
        SubjectRecord.OfSet(Of(Subject with { Threads = 3 })).ShouldBe(record);
    }

    private static IEnumerable<DatasetSettings> Changes()
    {
        yield return Settings with
        {
            Seed = 8,
        };
        yield return Settings with
        {
            Anatomy = "others",
        };
        yield return Settings with
        {
            IgnoresUnknownCodes = true,
        };
        yield return Settings with
        {
            KeepsAnatomyLesions = true,
        };
        yield return Settings with
        {
            Hidden = HiddenLabels.Tissue,
        };
        yield return Settings with
        {
            WritesMemberships = true,
        };
        yield return Settings with
        {
            WritesStructures = true,
        };
        yield return Settings with
        {
            WritesStages = true,
        };
        yield return Of(Subject with { Kind = SubjectKind.Brain });
        yield return Of(Subject with { Kind = SubjectKind.Tumor });
        yield return Of(
            Subject with
            {
                Kind = SubjectKind.Tumor,
                Tumor = new() { BulkVolume = 12 },
            }
        );
        yield return Of(Subject with { Geometry = SubjectSettings.Centred(new(90, 108, 90), Spacing.Isotropic(2)) });
        yield return Of(Subject with { Geometry = new(Subject.Geometry.Size, Affine.Identity) });
        yield return Of(Subject with { UsesOwnGrid = true });
        yield return Of(Subject with { Slices = SliceProfile.Even });
        yield return Of(Subject with { Sequences = ["T1"] });
        yield return Of(Subject with { Sequences = ["T1c", "FLAIR"] });
        yield return Of(Subject with { TexturePercent = 1 });
        yield return Of(Subject with { VariationPercent = 1 });
        yield return Of(Subject with { Motion = 0.5 });
        yield return Of(Subject with { Sampled = 0.5 });
        var site = Subject.Site;
        yield return Of(Subject with { Site = SiteCatalog.Find("B") });
        yield return Of(Subject with { Site = site with { NoisePercent = 4 } });
        yield return Of(Subject with { Site = site with { InhomogeneityPercent = 4 } });
        yield return Of(Subject with { Site = site with { Blur = 2 } });
        yield return Of(Subject with { Site = site with { Field = FieldStrength.Tesla3 } });
        var sequences = new Dictionary<string, PulseSequence>(site.Sequences, StringComparer.Ordinal)
        {
            ["T1"] = new SpoiledGradientEcho(20),
        };
        yield return Of(Subject with { Site = site with { Sequences = sequences } });
        var deformation = new DeformationSettings();
        yield return Of(Subject with { Deformation = deformation with { Warp = 1 } });
        yield return Of(Subject with { Deformation = deformation with { Turn = 1 } });
        yield return Of(Subject with { Deformation = deformation with { Scale = 1 } });
        yield return Of(Subject with { Deformation = deformation with { Shear = 0 } });
        yield return Of(Subject with { Deformation = deformation with { Shift = 1 } });
        yield return Of(Subject with { Deformation = deformation with { Flip = 0 } });
        var lesions = new LesionSettings();
        yield return Of(Subject with { Lesions = lesions with { Volume = 3 } });
        yield return Of(Subject with { Lesions = lesions with { MinimumVolume = 1 } });
        yield return Of(Subject with { Lesions = lesions with { MaximumVolume = 30 } });
        yield return Of(Subject with { Lesions = lesions with { PeriventricularShare = 0.1 } });
        yield return Of(Subject with { Lesions = lesions with { SmallestDiameter = 4, LargestDiameter = 10 } });
    }

    private static DatasetSettings Of(SubjectSettings subject) =>
        new()
        {
            Subject = subject,
            Count = 3,
            Seed = 7,
            Anatomy = "maps",
        };
}
