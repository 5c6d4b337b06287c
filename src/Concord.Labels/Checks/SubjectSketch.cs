using Concord.Imaging.Geometry;
using Concord.Labels.Subjects;

namespace Concord.Labels.Checks;

/// <summary>What is kept of a subject to compare it with others.</summary>
internal sealed record SubjectSketch
{
    /// <summary>Its files.</summary>
    public required Subject Subject { get; init; }

    /// <summary>What it is used for, by the manifest's split.</summary>
    public required Subset Subset { get; init; }

    /// <summary>The voxel size of the first image, along left-right, posterior-anterior and inferior-superior.</summary>
    public required Spacing Spacing { get; init; }

    /// <summary>For each sequence: a hash of its voxels.</summary>
    public required IReadOnlyDictionary<string, string> Hashes { get; init; }

    /// <summary>
    /// For each sequence: its details in the frame that all share (<see cref="SketchFrame"/>), of mean 0 and length 1; empty
    /// where the subject couldn't be brought there.
    /// </summary>
    public required IReadOnlyDictionary<string, float[]> Details { get; init; }

    /// <summary>The details of the first sequence's mirror image; null where it couldn't be brought there.</summary>
    public required float[]? Mirrored { get; init; }

    /// <summary>The first sequence.</summary>
    public string First => Details.Count > 0 ? Details.Keys.First() : "";

    /// <summary>A finding about it.</summary>
    public Finding Find(FindingKind kind, string message, string? sequence = null, string? beside = null) =>
        new(
            kind,
            Subject.Dataset,
            Subject.Id,
            message,
            new(sequence is null ? Subject.Images.Values.First() : Subject.Images[sequence], null, beside)
        );
}
