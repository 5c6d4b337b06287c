using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Labels.Manifests;
using Concord.Simulation;

namespace Concord.Experiments.Demo;

/// <summary>
/// Makes the demonstration's data: a tissue set of healthy subjects, a lesion set whose tissue labels are hidden, and
/// test subjects with both.
/// </summary>
public static class DemoData
{
    private const byte LesionClass = 4;

    private const string TrainManifest = """
        # Two datasets that contradict each other: "0" is background in one, and anything but a lesion in the other.
        classes: [background, csf, gm, wm, wmh]
        datasets:
          - name: tissue
            root: tissue
            sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
            labels: "*/labels.nii.gz"
            protocol: { 0: background, 1: csf, 2: gm, 3: wm }
          - name: lesions
            root: lesions
            sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
            labels: "*/labels.nii.gz"
            protocol: { 0: not [wmh], 1: wmh }

        """;

    private const string TestManifest = """
        classes: [background, csf, gm, wm, wmh]
        datasets:
          - name: test
            root: test
            sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
            labels: "*/labels.nii.gz"
            protocol: { 0: background, 1: csf, 2: gm, 3: wm, 4: wmh }

        """;

    /// <summary>Makes every subject and the two manifests, which name what the files mean.</summary>
    /// <returns>The manifests to train and to test with.</returns>
    public static (Manifest Train, Manifest Test) Make(
        DemoSettings settings,
        string folder,
        IProgress<double>? progress = null
    )
    {
        var n = settings.TrainingSubjects;
        var all = 2 * n + settings.TestSubjects;
        for (var i = 0; i < all; i++)
        {
            var (set, number) =
                i < n ? ("tissue", i)
                : i < 2 * n ? ("lesions", i - n)
                : ("test", i - 2 * n);
            var random = new Random64(settings.Seed, (ulong)i);
            var subject = SubjectSimulator.Make(new() { HasLesions = set != "tissue" }, random.NextUInt64());
            Write(Path.Combine(folder, set, $"sub-{number + 1:00}"), subject, set);
            progress?.Report((i + 1.0) / all);
        }

        return (Manifest("train.yaml", TrainManifest), Manifest("test.yaml", TestManifest));

        Manifest Manifest(string name, string text)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.WriteText(path, text.ReplaceLineEndings("\n"));
            return ManifestReader.Read(path);
        }
    }

    private static void Write(string folder, SimulatedSubject subject, string set)
    {
        foreach (var (sequence, image) in subject.Images)
            NiftiWriter.Write(Path.Combine(folder, $"{sequence}.nii.gz"), ToInt16(image));
        var labels = (byte[])subject.Truth.Voxels.Clone();
        if (set == "lesions")
            for (var i = 0; i < labels.Length; i++)
                labels[i] = labels[i] == LesionClass ? (byte)1 : (byte)0;
        NiftiWriter.Write(Path.Combine(folder, "labels.nii.gz"), subject.Truth.With(labels));
    }

    // Scanners store integers; 4095 is the brightest of 12 bits.
    private static Volume<short> ToInt16(Volume<float> image)
    {
        var scale = 4095 / Math.Max(1e-6f, image.Voxels.Max());
        return image.With(Array.ConvertAll(image.Voxels, v => (short)MathF.Round(v * scale)));
    }
}
