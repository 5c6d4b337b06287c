namespace Concord.Learning.Training;

/// <summary>The files of a training run.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The data it was trained on, with absolute roots.</summary>
    public string Manifest => System.IO.Path.Combine(Path, "manifest.yaml");

    /// <summary>How it was trained, every field.</summary>
    public string Recipe => System.IO.Path.Combine(Path, "recipe.yaml");

    /// <summary>Which subject was used for what.</summary>
    public string Split => System.IO.Path.Combine(Path, "split.tsv");

    /// <summary>The weights.</summary>
    public string Weights => System.IO.Path.Combine(Path, "checkpoint.safetensors");

    /// <summary>Weights, optimiser and step: what a resumed run needs.</summary>
    public string State => System.IO.Path.Combine(Path, "state.safetensors");

    /// <summary>What the model is: classes, sequences, preprocessing, network.</summary>
    public string Model => System.IO.Path.Combine(Path, "model.json");

    /// <summary>One line a step.</summary>
    public string Log => System.IO.Path.Combine(Path, "log.jsonl");

    /// <summary>The loss by step, drawn when the training is done.</summary>
    public string LossChart => System.IO.Path.Combine(Path, "loss.svg");

    /// <summary>Dice of validation subjects.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.csv");

    /// <summary>Prepared subjects while they are learnt from, if memory can't hold them.</summary>
    public string Cache => System.IO.Path.Combine(Path, ".prepared");

    /// <summary>Versions, cores, seed.</summary>
    public string Environment => System.IO.Path.Combine(Path, "environment.json");

    /// <summary>Where the run of a dataset's own network is, for a strategy that has one for each.</summary>
    public RunFolder OfDataset(string dataset) => new(System.IO.Path.Combine(Path, "networks", dataset));

    /// <summary>Where the network is that labelled the data of this run, if another did.</summary>
    public RunFolder First => new(System.IO.Path.Combine(Path, "first"));

    /// <summary>Every network that this run has trained, with a name: several where the strategy needs them.</summary>
    public IReadOnlyList<(string Name, RunFolder Run)> Networks()
    {
        var networks = System.IO.Path.Combine(Path, "networks");
        if (Directory.Exists(networks))
            return
            [
                .. Directory
                    .EnumerateDirectories(networks)
                    .Order(StringComparer.Ordinal)
                    .Select(d => (System.IO.Path.GetFileName(d), new RunFolder(d))),
            ];
        return Directory.Exists(First.Path) ? [("first", First), ("second", this)] : [("network", this)];
    }
}
