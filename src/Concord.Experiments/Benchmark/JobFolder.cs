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

    /// <summary>The folder of what the model made of the test subjects.</summary>
    public string Predictions => System.IO.Path.Combine(Path, "predictions");

    /// <summary>What the model made of one of them.</summary>
    internal string Prediction(TestSubject subject) =>
        System.IO.Path.Combine(Predictions, $"{subject.FileName}_dseg.nii.gz");

    /// <summary>Whether it was trained and tested.</summary>
    public bool IsDone => File.Exists(Record) && File.Exists(Scores);
}
