using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;

namespace Concord.Bench.Rows;

/// <summary>A whole-head pair of scans by the paper's network at full width, from the start of the program to its files.</summary>
internal sealed class Prediction : IRow
{
    private const int Repeats = 3;

    public string Name => "predict";

    public string What => "`concord predict`, paper's network, T1 + FLAIR of 182×218×182, whole process";

    public string Bound => "≤ 12 s, ≤ 1.5 GB (AVX512-BF16)";

    public RowResult Measure()
    {
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        string In(string name) => Path.Combine(folder, name);
        // What is learnt doesn't matter for the time.
        ConcordProcess.Run("simulate", "lesions", "-n", "2", "--size", "64x64x64", "--spacing", "3", "-o", In("data"));
        // At the scan's own voxel size.
        File.WriteAllText(In("recipe.yaml"), "steps: 1\nspacing: [1, 1, 1]\n");
        ConcordProcess.Run("train", In("data/manifest.yaml"), "--recipe", In("recipe.yaml"), "-o", In("run"));
        foreach (var name in new[] { "T1", "FLAIR" })
            NiftiWriter.Write(In($"{name}.nii.gz"), BrainLike.Scan());
        var inputs = new[] { "-i", $"T1={In("T1.nii.gz")}", "-i", $"FLAIR={In("FLAIR.nii.gz")}" };
        var runs = Enumerable
            .Range(0, Repeats)
            .Select(i => ConcordProcess.Run(["predict", "--model", In("run"), .. inputs, "-o", In($"out{i}")]))
            .ToList();
        Directory.Delete(folder, recursive: true);
        var (seconds, peak) = (Duel.Median(runs.Select(r => r.Seconds)), runs.Max(r => r.PeakMegabytes) / 1000);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s, {peak:0.0} GB"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{runs.Min(r => r.Seconds):0.0} to {runs.Max(r => r.Seconds):0.0} s"
            ),
            seconds <= 12 && peak <= 1.5
        );
    }
}
