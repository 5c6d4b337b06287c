using Concord.Evaluation;
using Concord.Evaluation.Metrics;
using Concord.Evaluation.Pairs;

namespace Concord.Bench;

/// <summary>
/// The paper's network at full width after some learning, and two scans of 182×218×182 that it hasn't seen: made once, in
/// artifacts/bench, from simulated subjects of 1 mm.
/// </summary>
internal static class TrainedModel
{
    private const string Steps = "1200";

    private static string Folder => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../bench"));

    /// <summary>The run.</summary>
    public static string Run => Path.Combine(Folder, "run");

    /// <summary>The manifest that it was trained on.</summary>
    public static string Train => Path.Combine(Folder, "train", "manifest.yaml");

    /// <summary>The manifest of the scans.</summary>
    public static string Test => Path.Combine(Folder, "test", "manifest.yaml");

    private static string Scan => Path.Combine(Folder, "test", "sub-001");

    /// <summary>The command that segments the first of them.</summary>
    public static IReadOnlyList<string> Predict(string run, string output) =>
        [
            "predict",
            "--model",
            run,
            "-i",
            $"T1={Scan}/T1.nii.gz",
            "-i",
            $"FLAIR={Scan}/FLAIR.nii.gz",
            "--overwrite",
            "-o",
            output,
        ];

    /// <summary>Makes them where they are missing.</summary>
    public static void Prepare()
    {
        if (File.Exists(Path.Combine(Folder, "done")))
            return;
        Console.WriteLine($"  simulating subjects and training a network for {Steps} steps in {Folder} …");
        foreach (var (set, count, seed) in new[] { ("train", "8", "1"), ("test", "2", "2") })
            if (!File.Exists(Path.Combine(Folder, set, "manifest.yaml")))
                ConcordProcess.Run([
                    "simulate",
                    "lesions",
                    "-n",
                    count,
                    "--seed",
                    seed,
                    "--size",
                    "182x218x182",
                    "-o",
                    Path.Combine(Folder, set),
                ]);
        ConcordProcess.Run([
            "train",
            Train,
            "--steps",
            Steps,
            "-o",
            Run,
            .. Directory.Exists(Run) ? ["--resume"] : Array.Empty<string>(),
        ]);
        File.WriteAllText(Path.Combine(Folder, "done"), "");
    }

    /// <summary>The Dice of every structure of what that command has written.</summary>
    public static IReadOnlyDictionary<string, double> DiceOf(string output) =>
        ReferencePairs
            .Find($"{Scan}/labels.nii.gz", Path.Combine(output, "T1_dseg.nii.gz"), _ => { })
            .Select(p => p.Read())
            .SelectMany(p => SegmentationScores.Of(p.Subject, p.Reference, p.Prediction, [MetricCatalog.Find("dice")]))
            .ToDictionary(s => s.Structure, s => s.Value!.Value, StringComparer.Ordinal);
}
