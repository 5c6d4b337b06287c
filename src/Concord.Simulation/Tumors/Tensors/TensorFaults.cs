namespace Concord.Simulation.Tumors.Tensors;

/// <summary>Tensors that no diffusion has.</summary>
/// <param name="Count">In how many voxels.</param>
/// <param name="X">The first of them: its index along the first axis.</param>
/// <param name="Y">Along the second axis.</param>
/// <param name="Z">Along the third axis.</param>
public readonly record struct TensorFaults(long Count, int X, int Y, int Z);
