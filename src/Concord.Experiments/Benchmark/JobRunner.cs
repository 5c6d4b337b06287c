using Concord.Evaluation;
using Concord.Evaluation.Metrics;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Training;

namespace Concord.Experiments.Benchmark;

/// <summary>Trains a method with a seed and measures it on the test subjects.</summary>
internal static class JobRunner
{
    /// <summary>The measure of subjects without a lesion, which is undefined in all others.</summary>
    public const string FalsePositives = "false_positive_ml";

    // Every structure, and what only makes sense of pieces.
    private static readonly string[] Metrics = ["dice", "hd95", "assd", "avd", "volume_similarity"];
    private static readonly string[] LesionMetrics = ["lesion_recall", "lesion_precision", "lesion_f1"];

    public static void Run(
        BenchmarkJob job,
        BenchmarkSettings settings,
        BenchmarkFolder folder,
        BenchmarkData data,
        ITrainingObserver observer,
        CancellationToken cancellation
    )
    {
        var manifest = job.Method.UsesJointTruth ? data.Joint! : data.Train;
        var recipe = settings.Recipe with
        {
            Strategy = job.Method.Strategy,
            Scope = job.Method.Scope,
            Seed = job.Seed,
            Cache = settings.Recipe.Cache ?? folder.Cache,
            Steps = settings.Recipe.Steps * (job.Method.HasStepsOfAllDatasets ? data.Train.Datasets.Count : 1),
        };
        var run = job.Folder.Run;
        var twin = job.Method.Twin is { } other ? folder.Job(other, job.Seed).Run : null;
        var guide = job.Method.HasPatchesOfOwnLabels ? data.Train : null;
        Trainer.Run(manifest, recipe, run.Path, File.Exists(run.Recipe), observer, twin, guide, cancellation);
        using var model = SegmentationModel.Load(run.Path, recipe.Device);
        var rows = Test(job, settings, data.Test, model, isHealthy: false, observer, cancellation);
        if (data.Healthy is { } healthy)
            rows.AddRange(Test(job, settings, healthy, model, isHealthy: true, observer, cancellation));
        ResultRow.Write(job.Folder.Scores, rows);
        var networks = run.Networks();
        var record = new JobRecord(
            networks.Sum(n => TrainingProgress.SecondsOf(n.Run)) / 60,
            model.ParameterCount,
            model.Description.Members?.Count ?? 1,
            Environment.ProcessorCount,
            model.Description.Precision,
            recipe.Device
        );
        record.Write(job.Folder.Record);
    }

    private static List<ResultRow> Test(
        BenchmarkJob job,
        BenchmarkSettings settings,
        Manifest test,
        SegmentationModel model,
        bool isHealthy,
        ITrainingObserver observer,
        CancellationToken cancellation
    )
    {
        var subjects = TestSubject.Of(test, areQualified: isHealthy);
        var progress = new ObservedProgress(observer, isHealthy ? "segmenting lesion-free subjects" : "segmenting");
        var rows = new List<ResultRow>();
        var folder = new SegmentationFolder(job.Folder.Predictions, test.Space);
        folder.WriteTable();
        for (var i = 0; i < subjects.Count; i++)
        {
            var name = subjects[i].Name;
            var data = subjects[i].Read(model.Description.Sequences, model.Description.Preparation.Registration);
            // A mask that no network learnt with must not help one by clearing what lies outside.
            data = model.Description.Preparation.IsMasked ? data : data with { Mask = null };
            var labels = model.Segment(data, cancellation: cancellation);
            folder.WriteLabels(subjects[i].FileName, labels);
            var scores = Measure(name, subjects[i].Reference(), labels, isHealthy);
            rows.AddRange(
                scores.Select(s => new ResultRow(
                    settings.Scenario.Name,
                    job.Method.Name,
                    job.Seed,
                    s.Subject,
                    s.Structure,
                    s.Metric,
                    s.Value
                ))
            );
            progress.Report((double)(i + 1) / subjects.Count);
        }

        return rows;
    }

    private static IEnumerable<Score> Measure(string name, CandidateMap reference, Volume<byte> labels, bool isHealthy)
    {
        var space = reference.Protocol.Space;
        var isLesion = StandardLabels.For(space).Select(l => l.IsLesion).ToList();
        IEnumerable<string> wanted = isHealthy ? [FalsePositives] : [.. Metrics, .. LesionMetrics, FalsePositives];
        return SegmentationScores
            .Of(name, reference, labels.Voxels, [.. wanted.Select(m => MetricCatalog.Find(m))])
            .Where(s => isLesion[space.IndexOf(s.Structure)] || !isHealthy && Metrics.Contains(s.Metric));
    }
}
