using System.Diagnostics;
using System.Globalization;
using Concord.Evaluation;
using Concord.Evaluation.Metrics;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Runtime;
using Concord.Learning.Training;

namespace Concord.Bench;

/// <summary>What tiles and their overlap cost and what they bring: Dice and seconds, on the scans of the trained model.</summary>
internal static class OverlapTable
{
    /// <summary>The program's first argument that asks for this.</summary>
    public const string Word = "--overlaps";

    private static readonly double[] Overlaps = [0, 0.125, 0.25, 0.5];

    /// <summary>Prints the table.</summary>
    public static void Print()
    {
        TrainedModel.Prepare();
        Libtorch.Initialize();
        var run = new RunFolder(TrainedModel.Run);
        var model = ModelDescription.Read(run.Model);
        var test = ManifestReader.Read(TrainedModel.Test);
        var dataset = test.Datasets[0];
        var scans = SubjectMatcher.Find(dataset).Select(s => SubjectReader.Read(dataset, s, model.Sequences)).ToList();
        Console.WriteLine(
            $"| tile | overlap | seconds | {string.Join(" | ", model.Classes.Skip(1).Select(c => $"Dice {c}"))} |"
        );
        Console.WriteLine($"|---|---|---|{string.Concat(model.Classes.Skip(1).Select(_ => "---|"))}");
        // Code is compiled, and memory taken, before anything is timed.
        using (var warm = NetworkModel.Load(run, model, "cpu", precision: null))
            warm.Segment(scans[0]);
        foreach (var side in new int?[] { null, 96, 64, 32 })
        foreach (var overlap in Overlaps)
        {
            var tiled = model with { Tile = side is { } s ? [s, s, s] : null, Overlap = overlap };
            using var network = NetworkModel.Load(run, tiled, "cpu", precision: null);
            var scores = new List<Score>();
            var clock = new Stopwatch();
            foreach (var scan in scans)
            {
                clock.Start();
                var labels = network.Segment(scan);
                clock.Stop();
                scores.AddRange(
                    SegmentationScores.Of(
                        scan.Subject.Id,
                        scan.Candidates!,
                        labels.Voxels,
                        [MetricCatalog.Find("dice")]
                    )
                );
            }

            var dice = ScoreSummary
                .Of(scores)
                .Select(m => m.Mean!.Value.ToString("0.0000", CultureInfo.InvariantCulture));
            var size = side is null ? Chosen(network.Prepare(scans[0]), network) : $"{side}³";
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {size} | {overlap:0.0##} | {clock.Elapsed.TotalSeconds / scans.Count:0.0} | {string.Join(" | ", dice)} |"
                )
            );
        }
    }

    private static string Chosen(PreparedImage image, NetworkModel network)
    {
        var model = network.Description;
        var box = new Foreground(image, model.Preparation.Scale).Box;
        var tiling = Tiling.Of(box, image.Size, model, model.Layout().Channels, network.Precision);
        return $"chosen: {tiling.Count} of {tiling.X.Tile}×{tiling.Y.Tile}×{tiling.Z.Tile}";
    }
}
