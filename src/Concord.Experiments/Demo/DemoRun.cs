using System.Diagnostics;
using System.Text.Json;
using Concord.Evaluation;
using Concord.Evaluation.Metrics;
using Concord.Experiments.Reports;
using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Recipes;
using Concord.Learning.Training;

namespace Concord.Experiments.Demo;

/// <summary>
/// The whole story in one run: two datasets that contradict each other, a naive network and an adaptive one trained on
/// both, and their errors on subjects that neither has seen.
/// </summary>
public sealed class DemoRun(DemoSettings settings, string folder, ITrainingObserver observer)
{
    private const string Scenario = "demo";

    /// <summary>The model that the demonstration recommends.</summary>
    public string Model => Path.Combine(folder, "runs", settings.Strategies[^1]);

    /// <summary>A test subject to try it on.</summary>
    public string Example => Path.Combine(folder, "data", "test", "sub-001");

    /// <summary>
    /// Runs everything, or what an interrupted run left, and writes results.csv, report.html and the trained models.
    /// </summary>
    /// <returns>The measurements.</returns>
    /// <exception cref="BadInputException">The folder holds something else, or a finished demonstration.</exception>
    public IReadOnlyList<ResultRow> Run(CancellationToken cancellation = default)
    {
        var report = Path.Combine(folder, "report.html");
        using var own = Begin(report);
        // What an earlier sitting took nobody knows.
        var isWhole = !Directory.Exists(Path.Combine(folder, "data"));
        var clock = Stopwatch.StartNew();
        observer.Note($"simulating {2 * settings.TrainingSubjects + settings.TestSubjects} subjects");
        var (train, test) = DemoData.Make(
            settings,
            Path.Combine(folder, "data"),
            new ObservedProgress(observer, "simulating"),
            cancellation
        );
        foreach (var strategy in settings.Strategies)
        {
            var recipe = settings.Recipe with { Strategy = strategy, Seed = settings.Seed };
            var run = new RunFolder(Path.Combine(folder, "runs", strategy));
            Trainer.Run(train, recipe, run.Path, File.Exists(run.Recipe), observer, cancellation: cancellation);
        }

        var (rows, cases) = Test(test, cancellation);
        ResultRow.Write(Path.Combine(folder, "results.csv"), rows);
        var curves = settings.Strategies.Select(s =>
            LossCurve.Read(s, new RunFolder(Path.Combine(folder, "runs", s)).Log)
        );
        var html = DemoReport.ToHtml(train, settings, rows, cases, [.. curves], isWhole ? clock.Elapsed : null);
        AtomicFile.WriteText(report, html);
        return rows;
    }

    // Anew, or where the same demonstration was interrupted: every part of it goes on by itself.
    private FolderLock Begin(string report)
    {
        var record = Path.Combine(folder, "demo.json");
        if (!FolderLock.HoldsNothing(folder) && (File.Exists(report) || !File.Exists(record)))
            throw new BadInputException(folder, "is not empty", "choose another folder with -o");
        var own = FolderLock.Take(folder);
        try
        {
            var text = ToJson();
            if (File.Exists(record) && File.ReadAllText(record) != text)
                throw new BadInputException(
                    folder,
                    "holds a demonstration that was begun with other settings",
                    "repeat them, or choose another folder with -o"
                );
            AtomicFile.WriteText(record, text);
            return own;
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    private string ToJson() =>
        JsonSerializer.Serialize(
            new
            {
                settings.TrainingSubjects,
                settings.TestSubjects,
                settings.Seed,
                settings.Strategies,
                Recipe = RecipeWriter.ToYaml(settings.Recipe).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            },
            JsonStyle.Indented
        ) + "\n";

    private (List<ResultRow> Rows, List<DemoCase> Cases) Test(Manifest test, CancellationToken cancellation)
    {
        var dataset = test.Datasets[0];
        var subjects = SubjectMatcher.Find(dataset);
        observer.Note($"segmenting {subjects.Count} subjects that no network has seen");
        var rows = new List<ResultRow>();
        var cases = new List<DemoCase>();
        var models = settings.Strategies.Select(s => SegmentationModel.Load(Path.Combine(folder, "runs", s))).ToList();
        var progress = new ObservedProgress(observer, "segmenting");
        foreach (var subject in subjects)
        {
            var data = SubjectReader.Read(
                dataset,
                subject,
                models[0].Description.Sequences,
                models[0].Description.Preparation.Registration
            );
            var segmentations = new List<Volume<byte>>();
            for (var i = 0; i < models.Count; i++)
            {
                var labels = models[i].Segment(data, cancellation: cancellation);
                segmentations.Add(labels);
                var scores = SegmentationScores.Of(
                    subject.Id,
                    data.Candidates!,
                    labels.Voxels,
                    [MetricCatalog.Find("dice")]
                );
                rows.AddRange(
                    scores.Select(s => new ResultRow(
                        Scenario,
                        settings.Strategies[i],
                        settings.Seed,
                        s.Subject,
                        s.Structure,
                        s.Metric,
                        s.Value
                    ))
                );
            }

            cases.Add(new(subject.Id, data, segmentations));
            progress.Report((double)cases.Count / subjects.Count);
        }

        foreach (var model in models)
            model.Dispose();
        return (rows, cases);
    }
}
