using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Subjects;

/// <summary>Makes dataset definitions.</summary>
internal static class Datasets
{
    public static Protocol Lesions { get; } =
        new(
            Spaces.Tissue,
            new Dictionary<int, CandidateSet>
            {
                [0] = CandidateSet.Of(0, 1, 2, 3),
                [1] = CandidateSet.Of(4),
                [2] = Spaces.Tissue.All,
            }
        );

    public static DatasetDefinition Make(
        string root,
        string? labels = null,
        MaskRule? mask = null,
        params IReadOnlyList<(string Name, string Pattern)> sequences
    ) =>
        new()
        {
            Name = "d",
            Root = root,
            Source = "m.yaml:3",
            Sequences =
            [
                .. sequences.Select(s => KeyValuePair.Create(s.Name, PathPattern.Parse(s.Pattern, "m.yaml:4"))),
            ],
            Labels = labels is null ? null : PathPattern.Parse(labels, "m.yaml:5"),
            Mask = mask ?? MaskRule.None,
            Protocol = labels is null ? null : Lesions,
        };

    public static MaskRule MaskFiles(string pattern) => new(MaskKind.Files, PathPattern.Parse(pattern, "m.yaml:6"));
}
