using System.Globalization;

namespace Concord.Bench.Rows;

/// <summary>A whole-head pair of scans by the paper's network at full width, from the start of the program to its files.</summary>
internal sealed class Prediction : IRow
{
    private const int Repeats = 5;

    public string Name => "predict";

    public string What => "`concord predict`, paper's network, T1 + FLAIR of 182×218×182, whole process";

    public string Bound => "≤ 12 s, ≤ 1.5 GB";

    public RowResult Measure()
    {
        TrainedModel.Prepare();
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        var runs = Enumerable
            .Range(0, Repeats)
            .Select(i => ConcordProcess.Run(TrainedModel.Predict(TrainedModel.Run, Path.Combine(folder, $"{i}"))))
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
