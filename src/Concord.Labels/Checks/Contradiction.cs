namespace Concord.Labels.Checks;

/// <summary>A label value that a naive training would take for one class, though other datasets show that it may be others.</summary>
/// <param name="Dataset">Whose value it is.</param>
/// <param name="Value">The value in the files.</param>
/// <param name="LearntAs">The class that a naive training takes it for.</param>
/// <param name="MayBe">The classes that it hides, each labelled by another dataset.</param>
/// <param name="LabelledBy">Those datasets.</param>
/// <param name="Voxels">How many voxels have the value.</param>
/// <param name="WrongVoxels">How many of them would have a wrong target: an estimate, see <see cref="Contradictions"/>.</param>
/// <param name="Share">The same as a part of all voxels of the dataset, from 0 to 1.</param>
public sealed record Contradiction(
    string Dataset,
    int Value,
    string LearntAs,
    IReadOnlyList<string> MayBe,
    IReadOnlyList<string> LabelledBy,
    long Voxels,
    long WrongVoxels,
    double Share
);
