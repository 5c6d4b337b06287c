using Concord.Simulation;
using Concord.Simulation.Datasets;

namespace Concord.Experiments.Benchmark;

/// <summary>A dataset of a scenario.</summary>
/// <param name="Name">Its name in manifests and folders.</param>
/// <param name="Kind">What its subjects have.</param>
/// <param name="Hidden">Which labels it lacks.</param>
/// <param name="Sequences">What its subjects were scanned with.</param>
/// <param name="Count">How many subjects the paper has.</param>
/// <param name="Protocol">What its labels mean, as in a manifest.</param>
/// <param name="ShiftedSite">The scanner with site shift; without it all have site A.</param>
public sealed record ScenarioSet(
    string Name,
    SubjectKind Kind,
    HiddenLabels Hidden,
    IReadOnlyList<string> Sequences,
    int Count,
    string Protocol,
    string ShiftedSite
);
