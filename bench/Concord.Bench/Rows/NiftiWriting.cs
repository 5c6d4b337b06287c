using System.Diagnostics;
using System.Globalization;
using Concord.Imaging.Formats.Nifti;

namespace Concord.Bench.Rows;

/// <summary>A scan in memory into a compressed file, of which a smaller one is no cheating.</summary>
internal sealed class NiftiWriting : IRow
{
    public string Name => "nifti-write";

    public string What => "writing `.nii.gz`, 182×218×182 float32, against nibabel";

    public string Bound => "≥ 2 ×, no larger a file";

    public RowResult Measure()
    {
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        var (own, other) = (Path.Combine(folder, "own.nii.gz"), Path.Combine(folder, "other.nii.gz"));
        var scan = BrainLike.Scan();
        NiftiWriter.Write(own, scan);
        using var python = Contender.Python();
        var duel = Duel.Run(
            () =>
            {
                var clock = Stopwatch.StartNew();
                NiftiWriter.Write(own, scan);
                return clock.Elapsed.TotalSeconds;
            },
            () => python.Do("write", own, other).Seconds
        );
        var (size, theirs) = (new FileInfo(own).Length / 1e6, new FileInfo(other).Length / 1e6);
        Directory.Delete(folder, recursive: true);
        var sizes = string.Create(CultureInfo.InvariantCulture, $"{size:0.0} MB against {theirs:0.0} MB");
        return new(
            duel.Figure,
            $"{duel.Detail}, {sizes} ({python.About.Split(';')[0]})",
            duel.Ratio >= 2 && size <= theirs
        );
    }
}
