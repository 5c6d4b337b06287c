using Concord.Imaging;

namespace Concord.Labels.Manifests;

/// <summary>What the data are: one label space and the datasets that speak of it.</summary>
/// <param name="Path">The file it was read from.</param>
/// <param name="Space">The classes.</param>
/// <param name="Datasets">At least one.</param>
public sealed record Manifest(string Path, LabelSpace Space, IReadOnlyList<DatasetDefinition> Datasets)
{
    /// <summary>The sequences that every dataset has, in the order of the first: what one network can take.</summary>
    /// <exception cref="BadInputException">There are none.</exception>
    public IReadOnlyList<string> SharedSequences()
    {
        var shared = Datasets[0].Sequences.Select(s => s.Key).ToList();
        foreach (var dataset in Datasets.Skip(1))
            shared.RemoveAll(name => dataset.Sequences.All(s => s.Key != name));
        if (shared.Count > 0)
            return shared;
        var lists = Datasets.Select(d => $"{d.Name}: {string.Join(" ", d.Sequences.Select(s => s.Key))}");
        throw new BadInputException(
            Path,
            $"the datasets share no sequence ({string.Join("; ", lists)})",
            "name the sequences alike, or leave a dataset out"
        );
    }

    /// <summary>The dataset of this name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public DatasetDefinition Dataset(string name) =>
        Datasets.FirstOrDefault(d => d.Name == name)
        ?? throw new BadInputException(
            Path,
            $"no dataset '{name}'",
            $"datasets are {string.Join(", ", Datasets.Select(d => d.Name))}"
        );
}
