namespace Concord.Labels.Subjects;

/// <summary>One subject's files.</summary>
/// <param name="Dataset">The dataset it belongs to.</param>
/// <param name="Id">What the stars of the patterns stand for.</param>
/// <param name="Images">Sequence name to path.</param>
/// <param name="Labels">The label file, if the dataset has any.</param>
/// <param name="Mask">The mask file, if the dataset has any.</param>
public sealed record Subject(
    string Dataset,
    string Id,
    IReadOnlyDictionary<string, string> Images,
    string? Labels,
    string? Mask
);
