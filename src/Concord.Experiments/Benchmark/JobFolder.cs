using Concord.Learning.Training;

namespace Concord.Experiments.Benchmark;

/// <summary>The files of one training and its test.</summary>
/// <param name="Path">The folder.</param>
public sealed record JobFolder(string Path)
{
    /// <summary>The training.</summary>
    public RunFolder Run => new(System.IO.Path.Combine(Path, "run"));

    /// <summary>The measurements of the test subjects.</summary>
    public string Scores => System.IO.Path.Combine(Path, "scores.csv");

    /// <summary>What it took; with it and the measurements the job is done.</summary>
    public string Record => System.IO.Path.Combine(Path, "job.json");

    /// <summary>Why it failed, if it did.</summary>
    public string Failure => System.IO.Path.Combine(Path, "failed.txt");

    /// <summary>What the model made of a test subject.</summary>
    public string Prediction(string subject) => System.IO.Path.Combine(Predictions, $"{subject}_dseg.nii.gz");

    /// <summary>What the integers of the predictions mean.</summary>
    public string Table => System.IO.Path.Combine(Predictions, "dseg.tsv");

    /// <summary>Whether it was trained and tested.</summary>
    public bool IsDone => File.Exists(Record) && File.Exists(Scores);

    private string Predictions => System.IO.Path.Combine(Path, "predictions");
}
