using Concord.Imaging;
using Concord.Learning.Training;

namespace Concord.Experiments.Benchmark;

/// <summary>
/// Runs a comparison: makes the data, trains and tests every method with every seed, and writes tables, figures and the
/// report. What is done is never done again; what failed is tried again the next time and stops nothing else.
/// </summary>
public sealed class BenchmarkRun(BenchmarkSettings settings, BenchmarkFolder folder, ITrainingObserver observer)
{
    /// <summary>The jobs, done or not, in the order in which they are run.</summary>
    public IReadOnlyList<BenchmarkJob> Jobs { get; } = BenchmarkJob.Plan(settings, folder);

    /// <summary>Runs what is left.</summary>
    /// <returns>The jobs that failed.</returns>
    /// <exception cref="BadInputException">The folder holds another comparison, or the data can't be used.</exception>
    public IReadOnlyList<BenchmarkJob> Run(CancellationToken cancellation = default)
    {
        SettingsRecord.RequireSame(settings, folder);
        if (settings.Manifest is null)
            observer.Note($"simulating {settings.Scenario.Sets.Sum(settings.CountOf)} subjects where they are missing");
        var data = BenchmarkData.Make(
            settings,
            folder.Data,
            new ObservedProgress(observer, "simulating"),
            cancellation
        );
        var left = Jobs.Where(j => !j.Folder.IsDone).ToList();
        var failed = new List<BenchmarkJob>();
        foreach (var job in left)
        {
            observer.Note($"{job.Method.Name}, seed {job.Seed}: job {left.IndexOf(job) + 1} of {left.Count}");
            if (!Run(job, data, cancellation))
                failed.Add(job);
            Report(data);
        }

        if (left.Count == 0)
            Report(data);
        return failed;
    }

    private bool Run(BenchmarkJob job, BenchmarkData data, CancellationToken cancellation)
    {
        try
        {
            JobRunner.Run(job, settings, data, observer, cancellation);
            File.Delete(job.Folder.Failure);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was, the other jobs can be done.
            var line = e.Message.ReplaceLineEndings(" ");
            AtomicFile.WriteText(job.Folder.Failure, $"{line}\n\n{e}\n");
            observer.Note($"failed: {job.Method.Name}, seed {job.Seed}: {line} ({job.Folder.Failure})");
            return false;
        }
    }

    private void Report(BenchmarkData data)
    {
        var order = settings.Methods.ToList();
        var done = Jobs.Where(j => j.Folder.IsDone).OrderBy(j => order.IndexOf(j.Method)).ThenBy(j => j.Seed).ToList();
        var rows = done.SelectMany(j => ResultRow.Read(j.Folder.Scores)).ToList();
        ResultRow.Write(folder.Results, rows);
        if (done.Count == 0)
            return;
        var sheets = BenchmarkSheets.Of(settings, rows, Jobs);
        AtomicFile.WriteText(folder.Summary, BenchmarkReport.ToMarkdown(settings, Jobs, sheets));
        AtomicFile.WriteText(folder.Citations, Citations.BibTex.ReplaceLineEndings("\n"));
        var figures = BenchmarkFigures.Of(settings, data, rows, done);
        foreach (var figure in figures)
            figure.Write(folder.Figures);
        AtomicFile.WriteText(folder.Report, BenchmarkReport.ToHtml(settings, folder, Jobs, sheets, figures));
    }
}
