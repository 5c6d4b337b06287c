using Concord.Simulation.Fields;

namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>Where a grown tumour has pushed the head.</summary>
/// <param name="Backward">
/// mm, at cells' centres: what is now at y was at y + Backward(y) in the undeformed head. Zero in rigid cells.
/// </param>
/// <param name="Millilitres">The bulk's volume; below the target if there was no room.</param>
/// <param name="SmallestJacobian">
/// Of the backward map, at the corners of its trilinear pieces: above 0, so nothing is folded; below 1 where tissue has
/// swollen, above where it was compressed.
/// </param>
/// <param name="Steps">Load steps done.</param>
/// <param name="Iterations">Iterations of the solver, over all steps.</param>
/// <param name="LargestDisplacement">mm.</param>
public sealed record MassEffectResult(
    VectorField Backward,
    double Millilitres,
    double SmallestJacobian,
    int Steps,
    int Iterations,
    double LargestDisplacement
);
