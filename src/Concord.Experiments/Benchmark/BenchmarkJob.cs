using System.Globalization;

namespace Concord.Experiments.Benchmark;

/// <summary>One training and its test.</summary>
/// <param name="Method">How.</param>
/// <param name="Seed">With which seed.</param>
/// <param name="Folder">Where.</param>
public sealed record BenchmarkJob(BenchmarkMethod Method, ulong Seed, JobFolder Folder)
{
    /// <summary>The steps that its networks have taken by their last checkpoints.</summary>
    public long Steps =>
        Directory.Exists(Folder.Run.Path)
            ? Folder.Run.Networks().Sum(n => Learning.Training.TrainingProgress.StepsOf(n.Run))
            : 0;

    /// <summary>
    /// The jobs in the order in which they are run: the paper's methods with all seeds, then the others seed by seed, so
    /// that a run that is stopped early has what matters most.
    /// </summary>
    public static IReadOnlyList<BenchmarkJob> Plan(BenchmarkSettings settings, BenchmarkFolder folder)
    {
        var jobs =
            from methods in settings.Methods.GroupBy(m => m.IsOfThePaper).OrderByDescending(g => g.Key)
            from seed in Enumerable.Range(1, settings.Seeds)
            from method in methods
            select new BenchmarkJob(method, (ulong)seed, folder.Job(method, (ulong)seed));
        return [.. jobs];
    }

    /// <summary>The jobs that were begun in a folder, by whomever they were asked for, in the order of tables.</summary>
    public static IReadOnlyList<BenchmarkJob> Known(BenchmarkFolder folder)
    {
        var jobs =
            from method in MethodCatalog.All
            from path in Folders(folder, method)
            let text = Path.GetFileName(path)["seed-".Length..]
            let seed = ulong.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0
            where seed > 0
            orderby MethodCatalog.All.ToList().IndexOf(method), seed
            select new BenchmarkJob(method, seed, folder.Job(method, seed));
        return [.. jobs];
    }

    private static IEnumerable<string> Folders(BenchmarkFolder folder, BenchmarkMethod method)
    {
        var parent = Path.GetDirectoryName(folder.Job(method, 1).Path)!;
        return Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, "seed-*") : [];
    }
}
