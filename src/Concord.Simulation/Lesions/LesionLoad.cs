using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Lesions;

/// <summary>A head with lesions.</summary>
/// <param name="Anatomy">
/// The head; where it has <see cref="Tissue.Lesion"/>, it had that much more white matter.
/// </param>
/// <param name="Lesions">The lesions in the order in which they were placed.</param>
/// <param name="Target">The volume in ml that was asked for.</param>
public sealed record LesionLoad(HeadAnatomy Anatomy, IReadOnlyList<Lesion> Lesions, double Target)
{
    /// <summary>The volume in ml of the voxels whose lesion membership is at least 0.5.</summary>
    public double Millilitres { get; } = Lesions.Sum(l => l.Millilitres);
}
