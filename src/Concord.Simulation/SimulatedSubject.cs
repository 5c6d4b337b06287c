using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Lesions;
using Concord.Simulation.Tumors;

namespace Concord.Simulation;

/// <summary>A simulated subject: images, and the truth that they were made from.</summary>
public sealed class SimulatedSubject
{
    /// <summary>The seed it was made from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The name of the anatomy it was made from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it is the mirror image of that anatomy.</summary>
    public required bool IsFlipped { get; init; }

    /// <summary>The images by the name of their sequence, all on the grid of <see cref="Truth"/>.</summary>
    public required IReadOnlyDictionary<string, Volume<float>> Images { get; init; }

    /// <summary>The label of each voxel, an index into <see cref="TruthLabels.Names"/>.</summary>
    public required Volume<byte> Truth { get; init; }

    /// <summary>The memberships that the truth and the images follow from.</summary>
    public required HeadAnatomy Anatomy { get; init; }

    /// <summary>The lesions as they were placed, if the subject has any.</summary>
    public required IReadOnlyList<Lesion> Lesions { get; init; }

    /// <summary>What the stages of the tumour's growth left, if the subject has one.</summary>
    public TumorFields? Tumor { get; init; }

    /// <summary>What a user should know, if anything.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>FreeSurfer's code of each voxel, where the anatomy knows its structures.</summary>
    public Lazy<Volume<int>>? Structures { get; init; }
}
