namespace Concord.Labels.Checks;

/// <summary>How often a label value occurs in a dataset.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Value">The value in the files.</param>
/// <param name="Meaning">What it means by the protocol.</param>
/// <param name="Voxels">In how many voxels.</param>
/// <param name="Subjects">In how many subjects.</param>
public sealed record ValueCount(string Dataset, int Value, string Meaning, long Voxels, int Subjects);
