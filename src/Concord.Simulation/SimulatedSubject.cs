using Concord.Imaging;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation;

/// <summary>A simulated subject: images, and the truth that they were made from.</summary>
public sealed class SimulatedSubject
{
    /// <summary>The seed it was made from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The images by the name of their sequence, all on the grid of <see cref="Truth"/>.</summary>
    public required IReadOnlyDictionary<string, Volume<float>> Images { get; init; }

    /// <summary>The label of each voxel, an index into <see cref="TruthLabels.Names"/>.</summary>
    public required Volume<byte> Truth { get; init; }

    /// <summary>The memberships that the truth and the images follow from.</summary>
    public required HeadAnatomy Anatomy { get; init; }

    /// <summary>How many lesions were placed; some may touch.</summary>
    public required int LesionCount { get; init; }

    /// <summary>The volume in ml of the voxels labelled as lesion.</summary>
    public required double LesionMillilitres { get; init; }
}
