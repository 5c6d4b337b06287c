using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Concord.Experiments.Benchmark.Analysis;
using Concord.Imaging;
using Concord.Learning.Runtime;
using Concord.Learning.Training;

namespace Concord.Experiments.Benchmark;

/// <summary>
/// Runs a comparison: makes the data, trains and tests every method with every seed, and writes tables, figures and the
/// report. What is done is never done again; what failed is tried again the next time and stops nothing else.
/// </summary>
public sealed class BenchmarkRun(BenchmarkSettings settings, BenchmarkFolder folder, ITrainingObserver observer)
{
    // Drawing takes seconds, and so do jobs of a quick comparison.
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    /// <summary>The jobs, done or not, in the order in which they are run.</summary>
    public IReadOnlyList<BenchmarkJob> Jobs { get; } = BenchmarkJob.Plan(settings, folder);

    /// <summary>Runs what is left.</summary>
    /// <returns>The jobs that failed.</returns>
    /// <exception cref="BadInputException">The folder holds another comparison, or the data can't be used.</exception>
    public IReadOnlyList<BenchmarkJob> Run(CancellationToken cancellation = default)
    {
        // Before hours of simulation; but what is done is reported anywhere.
        if (Jobs.Any(j => !j.Folder.IsDone))
            Libtorch.RequireDevice(settings.Recipe.Device);
        using var own = FolderLock.Take(folder.Path);
        SettingsRecord.RequireSame(settings, folder);
        if (settings.Manifest is null)
        {
            var count = settings.Scenario.Sets.Sum(settings.CountOf) + settings.HealthyTestSubjects;
            observer.Note($"simulating {count} subjects where they are missing");
        }

        var data = BenchmarkData.Make(
            settings,
            folder.Data,
            new ObservedProgress(observer, "simulating"),
            cancellation
        );
        var left = Jobs.Where(j => !j.Folder.IsDone).ToList();
        if (left.Count > 0 && settings.Manifest is not null)
            data.RequireReadableTest(
                settings.Methods,
                settings.Recipe.Registration,
                new ObservedProgress(observer, "reading the test"),
                cancellation
            );
        var failed = new List<BenchmarkJob>();
        var reported = Stopwatch.StartNew();
        var unwritten = left.Count == 0 ? Report(data) : null;
        foreach (var job in left)
        {
            observer.Note($"{job.Method.Name}, seed {job.Seed}: job {left.IndexOf(job) + 1} of {left.Count}");
            if (!Run(job, data, cancellation))
                failed.Add(job);
            if (job != left[^1] && reported.Elapsed < BetweenReports)
                continue;
            unwritten = Report(data);
            reported.Restart();
        }

        if (failed.Count == 0 && Directory.Exists(folder.Cache))
            Directory.Delete(folder.Cache, recursive: true);
        if (unwritten is not null)
            ExceptionDispatchInfo.Throw(unwritten);
        return failed;
    }

    private bool Run(BenchmarkJob job, BenchmarkData data, CancellationToken cancellation)
    {
        try
        {
            JobRunner.Run(job, settings, folder, data, observer, cancellation);
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

    // Of everything that was ever done in the folder, not only of what was asked for this time. What can't be read or drawn
    // must not keep other jobs from being done.
    private Exception? Report(BenchmarkData data)
    {
        try
        {
            var known = BenchmarkJob.Known(folder);
            var jobs = known.Concat(Jobs.Except(known)).ToList();
            var done = jobs.Where(j => j.Folder.IsDone).ToList();
            var rows = done.SelectMany(j => ResultRow.Read(j.Folder.Scores)).ToList();
            ResultRow.Write(folder.Results, rows);
            if (done.Count == 0)
                return null;
            var methods = jobs.Select(j => j.Method).ToHashSet();
            var shown = settings with { Methods = [.. MethodCatalog.All.Where(methods.Contains)] };
            var sheets = BenchmarkSheets.Of(shown, rows, jobs, data.Test.Space);
            AtomicFile.WriteText(folder.Summary, BenchmarkReport.ToMarkdown(shown, data, jobs, sheets));
            ComparisonFile.Write(folder.Comparisons, rows);
            AtomicFile.WriteText(folder.Citations, Citations.BibTex.ReplaceLineEndings("\n"));
            var figures = BenchmarkFigures.Of(shown, data, rows, done);
            foreach (var figure in figures)
                figure.Write(folder.Figures);
            AtomicFile.WriteText(folder.Report, BenchmarkReport.ToHtml(shown, folder, data, jobs, sheets, figures));
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            observer.Note($"warning: no report: {e.Message.ReplaceLineEndings(" ")}");
            return e;
        }
    }
}
