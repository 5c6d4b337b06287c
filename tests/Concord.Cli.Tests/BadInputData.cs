using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Cli.Tests;

/// <summary>A small dataset of two sequences, and a model that was trained on it for a step.</summary>
public sealed class BadInputData : IDisposable
{
    public BadInputData()
    {
        var geometry = new VolumeGeometry(new(16, 14, 12), Affine.FromSpacing(Spacing.Isotropic(2)));
        var (image, labels) = (new Volume<float>(geometry), new Volume<byte>(geometry));
        for (var i = 0; i < image.Voxels.Length; i++)
        {
            labels.Voxels[i] = i % 16 > 5 && i / 16 % 14 > 6 ? (byte)1 : (byte)0;
            image.Voxels[i] = 100 * labels.Voxels[i] + i % 7;
        }

        foreach (var sequence in new[] { "T1", "FLAIR" })
            NiftiWriter.Write(In($"data/a_{sequence}.nii"), image);
        NiftiWriter.Write(In("data/a_labels.nii"), labels);
        File.WriteAllText(In("data.yaml"), Manifest);
        File.WriteAllText(
            In("small.yaml"),
            "network: { width: 2, levels: 2 }\npatch: [8, 8, 8]\ntile: [16, 16, 16]\nprecision: float32\n"
        );
        var run = Concord.Run("train", In("data.yaml"), "-o", Model, "--recipe", In("small.yaml"), "--steps", "1");
        if (run.Code != 0)
            throw new InvalidOperationException(run.Error);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("concord-").FullName;

    public string Model => In("model");

    public static string Manifest =>
        """
            classes: [background, gm, wmh]
            datasets:
              - name: only
                root: data
                sequences: { T1: "*_T1.nii", FLAIR: "*_FLAIR.nii" }
                labels: "*_labels.nii"
                protocol: { 0: background, 1: gm }

            """;

    /// <summary>Segments a scan with the model; the T1 may be another file.</summary>
    internal Concord.Result Predict(string output, string? t1 = null, params string[] more) =>
        Concord.Run(PredictArguments(output, t1, more));

    /// <summary>The arguments of <see cref="Predict"/>.</summary>
    internal string[] PredictArguments(string output, string? t1 = null, params string[] more) =>
        [
            "predict",
            "--model",
            Model,
            "-i",
            $"T1={t1 ?? In("data/a_T1.nii")}",
            "-i",
            $"FLAIR={In("data/a_FLAIR.nii")}",
            "-o",
            output,
            .. more,
        ];

    public string In(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
