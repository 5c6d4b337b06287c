using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels.Manifests;
using Concord.Simulation;
using Concord.Simulation.Datasets;

namespace Concord.Experiments.Demo;

/// <summary>
/// Makes the demonstration's data: a tissue set of healthy subjects, a lesion set whose tissue labels are hidden, and
/// test subjects with both.
/// </summary>
public static class DemoData
{
    // Coarser than a scanner's, so that minutes are enough; the whole head fits.
    private static readonly VolumeGeometry Grid = SubjectSettings.Centred(new(96, 112, 96), Spacing.Isotropic(1.75));

    private const string TrainManifest = """
        # Two datasets that contradict each other: "0" is background in one, and anything but a lesion in the other.
        classes: [background, csf, gm, wm, wmh]
        datasets:
          - name: tissue
            root: tissue
            sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
            labels: "*/labels.nii.gz"
            protocol: { 0: background, 1: gm, 2: wm, 3: csf }
          - name: lesions
            root: lesions
            sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
            labels: "*/labels.nii.gz"
            protocol: { 0: not [wmh], 7: wmh }

        """;

    private const string TestManifest = """
        classes: [background, csf, gm, wm, wmh]
        datasets:
          - name: test
            root: test
            sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
            labels: "*/labels.nii.gz"
            protocol: { 0: background, 1: gm, 2: wm, 3: csf, 7: wmh }

        """;

    /// <summary>Makes every subject and the two manifests, which name what the files mean.</summary>
    /// <returns>The manifests to train and to test with.</returns>
    public static (Manifest Train, Manifest Test) Make(
        DemoSettings settings,
        string folder,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var n = settings.TrainingSubjects;
        (string Name, SubjectKind Kind, HiddenLabels Hidden, int Count)[] sets =
        [
            ("tissue", SubjectKind.Brain, HiddenLabels.None, n),
            ("lesions", SubjectKind.Lesions, HiddenLabels.Tissue, n),
            ("test", SubjectKind.Lesions, HiddenLabels.None, settings.TestSubjects),
        ];
        var (all, before) = (sets.Sum(s => s.Count), 0);
        var library = AnatomyLibrary.Open(AnatomyLibrary.Procedural, edge: Grid.Spacing.X);
        for (var i = 0; i < sets.Length; i++)
        {
            var (name, kind, hidden, count) = sets[i];
            var set = new DatasetSettings
            {
                Subject = new()
                {
                    Kind = kind,
                    Geometry = Grid,
                    // Minutes of training are not enough for all that subjects may differ in.
                    TexturePercent = 2,
                    VariationPercent = 2,
                    // With less than this a Dice means little.
                    Lesions = new() { MinimumVolume = 4, MaximumVolume = 40 },
                },
                Count = count,
                Seed = new Random64(settings.Seed, (ulong)i).NextUInt64(),
                Anatomy = AnatomyLibrary.Procedural,
                Hidden = hidden,
            };
            DatasetSimulator.Run(
                set,
                library,
                Path.Combine(folder, name),
                progress: PartOfProgress.Of(progress, before, all),
                cancellation: cancellation
            );
            before += count;
        }

        return (Manifest("train.yaml", TrainManifest), Manifest("test.yaml", TestManifest));

        Manifest Manifest(string name, string text)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.WriteText(path, text.ReplaceLineEndings("\n"));
            return ManifestReader.Read(path);
        }
    }
}
