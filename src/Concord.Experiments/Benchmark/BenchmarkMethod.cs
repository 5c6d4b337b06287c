using Concord.Learning.Losses;
using Concord.Learning.Strategies;

namespace Concord.Experiments.Benchmark;

/// <summary>A row of the comparison: a strategy and what it is trained on.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Strategy">How it learns.</param>
/// <param name="IsOfThePaper">Whether the paper has it, or it is needed to judge what the paper has.</param>
public sealed record BenchmarkMethod(string Name, string Summary, string Strategy, bool IsOfThePaper)
{
    /// <summary>Where the adaptive cross-entropy takes labels from.</summary>
    public LabelScope Scope { get; init; } = LabelScope.Dataset;

    /// <summary>
    /// The other method that trains a network for each dataset, if this one does: where all of a dataset's sequences are
    /// shared, both have the same network.
    /// </summary>
    public BenchmarkMethod? Twin =>
        HasNetworkPerDataset(this) ? MethodCatalog.All.FirstOrDefault(m => m != this && HasNetworkPerDataset(m)) : null;

    /// <summary>Whether it is trained on the joint truth instead of each dataset's own labels.</summary>
    public bool UsesJointTruth { get; init; }

    /// <summary>Whether its patches are chosen by each dataset's own labels, whatever it is trained on.</summary>
    public bool HasPatchesOfOwnLabels { get; init; }

    /// <summary>
    /// Whether it takes as many steps as a network for each dataset takes together: the same training in all.
    /// </summary>
    public bool HasStepsOfAllDatasets { get; init; }

    /// <summary>Whether it is there to explain the others, with labels or steps that they don't have.</summary>
    public bool IsControl => UsesJointTruth || HasStepsOfAllDatasets;

    private static bool HasNetworkPerDataset(BenchmarkMethod method) =>
        StrategyCatalog.Find(method.Strategy).Division != NetworkDivision.One;
}
