using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Cli.Tests;

/// <summary><c>concord check</c> on simulated data: silent where they are clean, and it finds each fault that is planted.</summary>
public sealed class PlantedFaultsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    // A minute or two: the end-to-end checks run it, as "planted faults".
    [Fact(Explicit = true)]
    public void Clean_data_pass_and_planted_faults_are_found()
    {
        Simulate("brain", "tissue", "--seed", "4", "-n", "7");
        Simulate("lesions", "lesions", "--seed", "3", "-n", "9", "--hide", "tissue");
        File.WriteAllText(
            In("data.yaml"),
            """
            classes: [background, csf, gm, wm, wmh]
            datasets:
              - name: tissue
                root: tissue
                sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
                labels: "*/labels.nii.gz"
                protocol: { 0: background, 1: gm, 2: wm, 3: csf }
                split: { test: [sub-001] }
              - name: lesions
                root: lesions
                sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
                labels: "*/labels.nii.gz"
                protocol: { 0: not [wmh], 7: wmh }
            """
        );
        var clean = Concord.Run("check", In("data.yaml"));
        clean.Code.ShouldBe(0, clean.Output + clean.Error);
        clean.Output.ShouldNotContain("finding:");

        Plant();
        var found = Concord.Run("check", In("data.yaml"), "--html", In("check.html"));
        found.Code.ShouldBe(3, found.Error);
        var lines = found.Output.Split('\n').Where(l => l.StartsWith("finding:", StringComparison.Ordinal)).ToList();
        void Says(string start, string part) =>
            lines.ShouldContain(
                l => l.StartsWith($"finding: {start}", StringComparison.Ordinal) && l.Contains(part),
                string.Join('\n', lines)
            );
        Says("flip: tissue 'sub-005'", "labels fit the images better when they are mirrored");
        Says("labels off: tissue 'sub-006'", "8 mm further to the front");
        Says("header: tissue 'sub-007'", "sform and qform differ");
        Says("swapped: lesions 'sub-001'", "looks like FLAIR");
        Says("duplicate: lesions 'sub-003'", "lesions 'sub-002'");
        Says("leak: lesions 'sub-004'", "tissue 'sub-001', which is for test");
        Says("grids: lesions 'sub-005'", "mm off");
        Says("moved: lesions 'sub-005'", "registered to");
        Says("spacing: lesions 'sub-006'", "median");
        Says("flip: lesions 'sub-007'", "fits T1 better when it is mirrored");
        Says("empty: lesions 'sub-008'", "every voxel has the value 0");
        Says("contrast: lesions 'sub-009'", "looks unlike T1");
        // Nobody else is called suspicious.
        foreach (
            var innocent in new[]
            {
                "tissue 'sub-001'",
                "tissue 'sub-002'",
                "tissue 'sub-003'",
                "tissue 'sub-004'",
                "lesions 'sub-002'",
            }
        )
            lines.ShouldNotContain(l => l.Contains($": {innocent}: "), string.Join('\n', lines));
        File.ReadAllText(In("check.html")).Split("<figure").Length.ShouldBe(lines.Count + 1);

        // A value that nobody listed is more than suspicious.
        Change("tissue/sub-002/labels", labels => Array.ConvertAll(labels.Voxels, v => v == 3 ? 9f : v));
        var unusable = Concord.Run("check", In("data.yaml"));
        unusable.Code.ShouldBe(2);
        unusable.Error.ShouldContain("label values that the protocol doesn't list: 9 in");
    }

    // Simulated people are mirrored at random; that a whole subject is, shows among real ones.
    [Fact(Explicit = true)]
    public void A_mirrored_subject_is_found_among_real_ones()
    {
        var set = Environment.GetEnvironmentVariable("CONCORD_DATA") is { } data ? Path.Combine(data, "ptbp") : "";
        Assert.SkipUnless(Directory.Exists(set), "CONCORD_DATA names no folder with ptbp");
        Directory.CreateDirectory(In("ptbp"));
        foreach (var file in Directory.GetFiles(set, "*.nii.gz").Order(StringComparer.Ordinal).Take(24))
            File.Copy(file, In($"ptbp/{Path.GetFileName(file)}"));
        Concord.Run("import", "ptbp", In("ptbp"), "-o", In("ptbp.yaml")).Code.ShouldBe(0);
        Concord.Run("check", In("ptbp.yaml")).Code.ShouldBe(0);
        foreach (var file in new[] { "sub-05_T1w", "sub-05_dseg" })
        {
            var path = In($"ptbp/{file}.nii.gz");
            var image = Reorient.To(ImageFile.Open(path).ToIntensities(), Orientation.Ras);
            NiftiWriter.Write(path, image.With(Mirror(image)));
        }

        var found = Concord.Run("check", In("ptbp.yaml"));
        found.Code.ShouldBe(3, found.Output);
        var line = found.Output.Split('\n').Where(l => l.StartsWith("finding:", StringComparison.Ordinal));
        line.ShouldHaveSingleItem().ShouldStartWith("finding: flip: ptbp '05': seems to be mirrored");
    }

    private void Plant()
    {
        Change("tissue/sub-005/labels", Mirror);
        // Four voxels of 2 mm towards the back.
        Change("tissue/sub-006/labels", image => Moved(image, 4 * image.Size.X));
        ChangeHeader("tissue/sub-007/T1", header => BitConverter.TryWriteBytes(header.AsSpan(268), 40f));
        File.Move(In("lesions/sub-001/T1.nii.gz"), In("lesions/swap.nii.gz"));
        File.Move(In("lesions/sub-001/FLAIR.nii.gz"), In("lesions/sub-001/T1.nii.gz"));
        File.Move(In("lesions/swap.nii.gz"), In("lesions/sub-001/FLAIR.nii.gz"));
        // Saved anew, in other units and with noise.
        foreach (var file in new[] { "T1", "FLAIR", "labels" })
            File.Copy(In($"lesions/sub-002/{file}.nii.gz"), In($"lesions/sub-003/{file}.nii.gz"), overwrite: true);
        foreach (var file in new[] { "T1", "FLAIR" })
            Change($"lesions/sub-003/{file}", Noisy);
        foreach (var file in new[] { "T1", "FLAIR" })
            File.Copy(In($"tissue/sub-001/{file}.nii.gz"), In($"lesions/sub-004/{file}.nii.gz"), overwrite: true);
        Place("lesions/sub-005/FLAIR", grid => new(grid.Size, grid.Affine with { M03 = grid.Affine.M03 + 12 }));
        foreach (var file in new[] { "T1", "FLAIR", "labels" })
            Place(
                $"lesions/sub-006/{file}",
                grid => new(grid.Size, grid.Affine.Compose(Affine.FromSpacing(new(1, 1, 1.5))))
            );
        Change("lesions/sub-007/FLAIR", Mirror);
        Change("lesions/sub-008/labels", image => new float[image.Voxels.Length]);
        Change("lesions/sub-009/T1", image => Array.ConvertAll(image.Voxels, v => v > 200 ? 4000 - v : v));
    }

    private void Simulate(string kind, string folder, params string[] more)
    {
        string[] command = ["simulate", kind, "--size", "90x108x90", "--spacing", "2", "-o", In(folder), .. more];
        var result = Concord.Run(command);
        result.Code.ShouldBe(0, result.Error);
    }

    private void Change(string file, Func<Volume<float>, float[]> change)
    {
        var path = In($"{file}.nii.gz");
        var image = ImageFile.Open(path).ToIntensities();
        NiftiWriter.Write(path, image.With(change(image)));
    }

    private void Place(string file, Func<VolumeGeometry, VolumeGeometry> change)
    {
        var path = In($"{file}.nii.gz");
        var image = ImageFile.Open(path).ToIntensities();
        NiftiWriter.Write(path, new Volume<float>(change(image.Geometry), image.Voxels));
    }

    private void ChangeHeader(string file, Action<byte[]> change)
    {
        var path = In($"{file}.nii.gz");
        using var content = new MemoryStream();
        using (
            var packed = new System.IO.Compression.GZipStream(
                File.OpenRead(path),
                System.IO.Compression.CompressionMode.Decompress
            )
        )
            packed.CopyTo(content);
        var bytes = content.ToArray();
        change(bytes);
        using var target = new System.IO.Compression.GZipStream(
            File.Create(path),
            System.IO.Compression.CompressionLevel.Fastest
        );
        target.Write(bytes);
    }

    private static float[] Mirror(Volume<float> image)
    {
        var mirrored = (float[])image.Voxels.Clone();
        for (var start = 0; start < mirrored.Length; start += image.Size.X)
            mirrored.AsSpan(start, image.Size.X).Reverse();
        return mirrored;
    }

    private static float[] Moved(Volume<float> image, int by)
    {
        var moved = new float[image.Voxels.Length];
        image.Voxels.AsSpan(by).CopyTo(moved);
        return moved;
    }

    private static float[] Noisy(Volume<float> image)
    {
        var random = new Random64(5);
        return Array.ConvertAll(image.Voxels, v => (float)(0.4 * v + 8 * random.NextNormal()));
    }
}
