using Concord.Simulation.Fields;

namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>What <see cref="ElasticSolver"/> found.</summary>
/// <param name="Displacement">
/// mm, on faces: each component on the lower face of its cell along its own axis, between it and the cell before.
/// </param>
/// <param name="Iterations">How many the conjugate gradients took.</param>
/// <param name="Residual">
/// The norm of what is left of the forces over that of the forces; a face counts by one over its stiffness, as else the
/// stiffest material alone would decide.
/// </param>
public sealed record ElasticSolution(VectorField Displacement, int Iterations, double Residual);
