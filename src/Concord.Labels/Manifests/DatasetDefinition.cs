using Concord.Labels.Subjects;

namespace Concord.Labels.Manifests;

/// <summary>One dataset of a manifest: where its files are, and what its label values mean.</summary>
public sealed record DatasetDefinition
{
    /// <summary>A short name, unique in the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that patterns start from, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Sequence name ("T1", "FLAIR") to the pattern of its files, in the manifest's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, PathPattern>> Sequences { get; init; }

    /// <summary>The pattern of the label files; null for a dataset that is only predicted on.</summary>
    public PathPattern? Labels { get; init; }

    /// <summary>Where the brain is.</summary>
    public MaskRule Mask { get; init; } = MaskRule.None;

    /// <summary>
    /// Whether all files of a subject lie in one world, whatever their grids: then nothing is registered, and labels and masks
    /// may lie on any grid.
    /// </summary>
    public bool IsSameWorld { get; init; }

    /// <summary>What label values mean; null if there are no label files.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>How subjects are divided.</summary>
    public SplitRule Split { get; init; } = SplitRule.AllTraining;

    /// <summary>Names of subjects that are left out, whatever the patterns find.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Where the dataset stands in the manifest: file and line.</summary>
    public required string Source { get; init; }
}
