using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Lesions;

/// <summary>A head with lesions.</summary>
/// <param name="Anatomy">
/// The head; where it has <see cref="Tissue.Lesion"/>, it had that much more white matter.
/// </param>
/// <param name="Count">How many lesions were placed. Some touch, so that an image may show fewer.</param>
/// <param name="Millilitres">The volume in ml of the voxels whose lesion membership is at least 0.5.</param>
public sealed record LesionLoad(HeadAnatomy Anatomy, int Count, double Millilitres);
