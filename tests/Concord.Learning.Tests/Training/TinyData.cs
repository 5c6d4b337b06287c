using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Labels.Manifests;
using Concord.Learning.Recipes;

namespace Concord.Learning.Tests.Training;

/// <summary>Two small contradictory datasets on disk: boxes of tissue, and a bright lesion in some.</summary>
internal sealed class TinyData : IDisposable
{
    private const string Yaml = """
        classes: [background, gm, wm, wmh]
        datasets:
          - name: tissue
            root: tissue
            sequences: { T1: "*_T1.nii.gz" }
            labels: "*_labels.nii.gz"
            protocol: { 0: background, 1: gm, 2: wm }
          - name: lesions
            root: lesions
            sequences: { T1: "*_T1.nii.gz" }
            labels: "*_labels.nii.gz"
            protocol: { 0: not [wmh], 1: wmh }
            split: { validation: 0.5 }
        """;

    /// <summary>A recipe that fits it.</summary>
    public static Recipe Recipe { get; } =
        new()
        {
            Network = new() { Width = 4, Levels = 2 },
            Patch = [8, 8, 8],
            Tile = [16, 16, 16],
            Batch = 3,
            Steps = 12,
            Precision = "float32",
            CheckpointSeconds = 1e6,
            LearningRate = 0.01,
            // Nothing here is worth two, and other tests run beside these.
            Threads = 1,
        };

    public TinyData(int depth = 16)
    {
        for (var i = 0; i < 4; i++)
            WriteSubject(i < 2 ? "tissue" : "lesions", $"s{i}", depth, (ulong)i);
        var path = Path.Combine(Folder, "data.yaml");
        File.WriteAllText(path, Yaml);
        Manifest = ManifestReader.Read(path);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("concord-").FullName;

    public Manifest Manifest { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void WriteSubject(string set, string id, int depth, ulong seed)
    {
        var geometry = new VolumeGeometry(new(24, 20, depth), Affine.FromSpacing(Spacing.Isotropic(2)));
        var (image, labels) = (new Volume<float>(geometry), new Volume<byte>(geometry));
        var random = new Random64(seed);
        for (var z = 0; z < depth; z++)
        for (var y = 0; y < 20; y++)
        for (var x = 0; x < 24; x++)
        {
            var isInside = x is > 3 and < 20 && y is > 3 and < 16 && z > 1 && z < depth - 2;
            var isWhite = isInside && x is > 7 and < 16 && y is > 6 and < 13;
            var isLesion = set == "lesions" && isWhite && x < 11;
            var tissue =
                isWhite ? (byte)2
                : isInside ? (byte)1
                : (byte)0;
            image[x, y, z] = (float)(100 * tissue + (isLesion ? 150 : 0) + 5 * random.NextNormal() + 20);
            labels[x, y, z] =
                set == "tissue" ? tissue
                : isLesion ? (byte)1
                : (byte)0;
        }

        NiftiWriter.Write(Path.Combine(Folder, set, $"{id}_T1.nii.gz"), image);
        NiftiWriter.Write(Path.Combine(Folder, set, $"{id}_labels.nii.gz"), labels);
    }
}
