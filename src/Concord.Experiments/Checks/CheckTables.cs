using System.Globalization;
using Concord.Labels.Checks;

namespace Concord.Experiments.Checks;

/// <summary>What a check counted, as rows of text: for the terminal and for the page alike.</summary>
public static class CheckTables
{
    /// <summary>The columns of <see cref="Values"/>.</summary>
    public static IReadOnlyList<string> ValueColumns { get; } = ["dataset", "value", "may be", "voxels", "subjects"];

    /// <summary>The columns of <see cref="Contradictions"/>.</summary>
    public static IReadOnlyList<string> ContradictionColumns { get; } =
    ["dataset", "value", "learnt as", "though it may be", "which is labelled by", "wrong voxels", "of all its voxels"];

    /// <summary>A row for each label value.</summary>
    public static IEnumerable<IReadOnlyList<string>> Values(CheckResult result) =>
        result.Values.Select(v =>
            (IReadOnlyList<string>)[v.Dataset, $"{v.Value}", v.Meaning, $"{v.Voxels}", $"{v.Subjects}"]
        );

    /// <summary>A row for each contradiction.</summary>
    public static IEnumerable<IReadOnlyList<string>> Contradictions(CheckResult result) =>
        result.Contradictions.Select(c =>
            (IReadOnlyList<string>)
                [
                    c.Dataset,
                    $"{c.Value}",
                    c.LearntAs,
                    string.Join(", ", c.MayBe),
                    string.Join(", ", c.LabelledBy),
                    $"about {c.WrongVoxels}",
                    c.Share.ToString("0.0 %", CultureInfo.InvariantCulture),
                ]
        );
}
