using Concord.Learning.Training;

namespace Concord.Experiments.Benchmark;

/// <summary>The files of a comparison.</summary>
/// <param name="Path">The folder.</param>
public sealed record BenchmarkFolder(string Path)
{
    /// <summary>What is compared and how: what a run that goes on must share.</summary>
    public string Settings => At("benchmark.json");

    /// <summary>Simulated subjects and the manifests of training and test.</summary>
    public string Data => At("data");

    /// <summary>The trainings.</summary>
    public string Runs => At("runs");

    /// <summary>Prepared subjects, for all trainings; there while jobs are left.</summary>
    public string Cache => At("cache");

    /// <summary>Every measurement.</summary>
    public string Results => At("results.csv");

    /// <summary>ACE and the controls against the other strategies, by every measure.</summary>
    public string Comparisons => At("comparisons.csv");

    /// <summary>Tables for a terminal or a paper.</summary>
    public string Summary => At("summary.md");

    /// <summary>Everything in one page.</summary>
    public string Report => At("report.html");

    /// <summary>What to cite.</summary>
    public string Citations => At("references.bib");

    /// <summary>The figures as PNG and SVG.</summary>
    public string Figures => At("figures");

    /// <summary>The folder of a job.</summary>
    public JobFolder Job(BenchmarkMethod method, ulong seed) =>
        new(System.IO.Path.Combine(Runs, method.Name, $"seed-{seed}"));

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
