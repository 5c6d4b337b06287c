namespace Concord.Learning.Sampling;

/// <summary>Patches in ordinary memory, ready to become tensors.</summary>
/// <param name="Count">How many patches.</param>
/// <param name="Sides">Voxels along x, y and z.</param>
/// <param name="Channels">Sequences.</param>
/// <param name="Images">[patch, sequence, z, y, x].</param>
/// <param name="Categories">[patch, z, y, x].</param>
public sealed record PatchBatch(int Count, IReadOnlyList<int> Sides, int Channels, float[] Images, byte[] Categories);
