using System.Diagnostics;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;

namespace Concord.Bench.Rows;

/// <summary>A compressed scan into memory, as float32.</summary>
internal sealed class NiftiReading : IRow
{
    public string Name => "nifti-read";

    public string What => "reading `.nii.gz`, 182×218×182 float32, against nibabel";

    public string Bound => "≥ 2 ×";

    public RowResult Measure()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("concord-bench-").FullName, "scan.nii.gz");
        NiftiWriter.Write(path, BrainLike.Scan());
        using var python = Contender.Python();
        var duel = Duel.Run(
            () =>
            {
                var clock = Stopwatch.StartNew();
                _ = ImageFile.Open(path).ToIntensities();
                return clock.Elapsed.TotalSeconds;
            },
            () => python.Do("read", path).Seconds
        );
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return new(duel.Figure, $"{duel.Detail} ({python.About.Split(';')[0]})", duel.Ratio >= 2);
    }
}
