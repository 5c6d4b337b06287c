namespace Concord.Learning.Sampling;

/// <summary>How patches are cut.</summary>
/// <param name="Sides">Voxels along x (left-right), y and z.</param>
/// <param name="Count">Patches in a step.</param>
/// <param name="Mirror">Mirror left-right with probability one half.</param>
/// <param name="Intensity">Standard deviation of a random gain and offset of each sequence.</param>
/// <param name="Seed">What the draws derive from.</param>
public sealed record PatchOptions(IReadOnlyList<int> Sides, int Count, bool Mirror, double Intensity, ulong Seed);
