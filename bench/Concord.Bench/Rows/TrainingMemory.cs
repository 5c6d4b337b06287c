using System.Globalization;

namespace Concord.Bench.Rows;

/// <summary>Memory of a training: at its most in the paper's setting, and whether ten thousand steps make it grow.</summary>
internal sealed class TrainingMemory : IRow
{
    private const double Gigabyte = 1000;

    public string Name => "training-memory";

    public string What =>
        "memory of `concord train`, 200 steps of the paper's setting, in the precision that is chosen and in float32; and its "
        + "growth over 10,000 steps of 8³ with 8 channels";

    public string Bound => "≤ 2 GB, growth < 2 %";

    public RowResult Measure()
    {
        TrainedModel.Prepare();
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        string In(string name) => Path.Combine(folder, name);
        File.WriteAllText(
            In("small.yaml"),
            "network: { width: 8 }\npatch: [8, 8, 8]\nspacing: [2, 2, 2]\nsteps: 10000\n"
        );
        var paper = new[] { "auto", "float32" }
            .Select(precision =>
                ConcordProcess
                    .Run([
                        "train",
                        TrainedModel.Train,
                        "--recipe",
                        "paper",
                        "--precision",
                        precision,
                        "--steps",
                        "200",
                        "-o",
                        In(precision),
                    ])
                    .PeakMegabytes / Gigabyte
            )
            .ToList();
        var many = ConcordProcess.Run(["train", TrainedModel.Train, "--recipe", In("small.yaml"), "-o", In("many")]);
        Directory.Delete(folder, recursive: true);
        // The first tenth holds the reading of subjects and the first steps, the last one the validation.
        var (early, late) = (Resident(many, 0.2, 0.3), Resident(many, 0.8, 0.9));
        var growth = (late - early) / early;
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{paper[0]:0.0} GB, {paper[1]:0.0} GB, {100 * growth:+0.0;-0.0} %"
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{early:0} MB a quarter into the steps, {late:0} MB near their end"
            ),
            paper.Max() <= 2 && growth < 0.02
        );
    }

    private static double Resident(ConcordProcess.Usage usage, double from, double to)
    {
        var end = usage.Resident[^1].Seconds;
        return Duel.Median(
            usage.Resident.Where(r => r.Seconds >= from * end && r.Seconds <= to * end).Select(r => r.Megabytes)
        );
    }
}
