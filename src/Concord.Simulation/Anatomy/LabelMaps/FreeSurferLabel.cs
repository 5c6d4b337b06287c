namespace Concord.Simulation.Anatomy.LabelMaps;

/// <summary>A code of a label map.</summary>
/// <param name="Code">The integer in the file.</param>
/// <param name="Tissue">What it is made of.</param>
/// <param name="Mirror">The code of the same structure on the other side; its own if it lies in the middle.</param>
public readonly record struct FreeSurferLabel(int Code, Tissue Tissue, int Mirror);
