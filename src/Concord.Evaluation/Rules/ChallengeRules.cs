using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Rules;

/// <summary>How a challenge measures: its script's structures, metrics and special cases.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Measure">
/// The scores of a subject, from its name, what each voxel of the reference may be, and the class of each voxel of the
/// prediction.
/// </param>
public sealed record ChallengeRules(
    string Name,
    string Summary,
    Func<string, CandidateMap, byte[], IReadOnlyList<Score>> Measure
)
{
    /// <summary>What the integers of the challenge's own files mean; null if that can't be known from them.</summary>
    public OfficialLabels? Labels { get; init; }

    /// <summary>
    /// Whether a reference tells a region: some label of it means that region alone, and one of the classes that make it. Where
    /// none does, such as a lesion set asked for tissue, there is nothing to measure: it isn't empty.
    /// </summary>
    /// <param name="reference">What the labels mean.</param>
    /// <param name="region">All classes that count as the region.</param>
    /// <param name="main">Those of them without which it isn't labelled.</param>
    internal static bool IsTold(Protocol reference, CandidateSet region, CandidateSet main) =>
        reference.Meanings.Values.Any(s => s.Except(region).Count == 0 && s.Intersect(main).Count > 0);

    /// <summary>The classes of these names that a label space has.</summary>
    /// <exception cref="BadInputException">It has none of them.</exception>
    internal static CandidateSet Classes(LabelSpace space, string rules, params ReadOnlySpan<string> names)
    {
        var set = default(CandidateSet);
        foreach (var name in names)
            if (space.IndexOf(name) is > 0 and var c)
                set = set.Union(CandidateSet.Of(c));
        return set.Count > 0
            ? set
            : throw new BadInputException(
                "--rules",
                $"{rules} measures {string.Join(", ", names)}, and the classes are {string.Join(", ", space.Classes)}",
                "name the classes so, in the manifest or in dseg.tsv"
            );
    }
}
