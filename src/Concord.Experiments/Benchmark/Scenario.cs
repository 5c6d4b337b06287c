using Concord.Simulation;
using Concord.Simulation.Datasets;

namespace Concord.Experiments.Benchmark;

/// <summary>A comparison: which datasets there are and what each is labelled for.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Question">What it answers, in a sentence.</param>
/// <param name="Classes">The label space.</param>
/// <param name="Tissue">The dataset that is labelled for tissue only.</param>
/// <param name="Lesions">The dataset that is labelled for lesions only.</param>
/// <param name="Test">The subjects with both, of other anatomies.</param>
public sealed record Scenario(
    string Name,
    string Question,
    IReadOnlyList<string> Classes,
    ScenarioSet Tissue,
    ScenarioSet Lesions,
    ScenarioSet Test
)
{
    /// <summary>The datasets in the order of the manifests.</summary>
    public IReadOnlyList<ScenarioSet> Sets => [Tissue, Lesions, Test];
}
