using Concord.Evaluation.Metrics;
using Concord.Evaluation.Surfaces;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Rules;

/// <summary>
/// The MRBrainS challenges. 2013 (Mendrik et al., Comput Intell Neurosci 2015:813696): Dice, 95th percentile of boundary
/// distances and absolute volume difference of grey matter, white matter and fluid, cerebellum and brainstem left out. 2018
/// (its evaluation.py): Dice, that percentile and volumetric similarity of every structure, infarcts and other pathology
/// left out of both. Boundaries are found slice by slice; what is undefined, such as Dice where neither has the structure,
/// has no value.
/// </summary>
internal static class MrbrainsRules
{
    // What a class of eight counts as among three, and the one without which it isn't labelled, if there is one.
    private static readonly (string Name, string[] Classes, string? Main)[] Merged =
    [
        ("csf", ["csf", "ventricles"], null),
        ("gm", ["gm", "cortex", "deep-gm"], null),
        ("wm", ["wm", "wmh", "lesion"], "wm"),
    ];

    public static ChallengeRules Of2013() =>
        new(
            "mrbrains13",
            "MRBrainS13: csf, gm, wm",
            (subject, reference, prediction) =>
            {
                var space = reference.Protocol.Space;
                var scored = Without(reference, "cerebellum", "brainstem");
                string[] metrics = ["dice", "hd95", "avd"];
                return
                [
                    .. Merged
                        .Select(r => (r.Name, Classes: ChallengeRules.Classes(space, "mrbrains13", r.Classes), r.Main))
                        .Where(r => ChallengeRules.IsTold(scored.Protocol, r.Classes, MainOf(r.Classes, r.Main)))
                        .SelectMany(r => Measure(subject, r.Name, scored, prediction, r.Classes, metrics)),
                ];

                // Lesions alone are no white matter.
                CandidateSet MainOf(CandidateSet classes, string? main) =>
                    main is null ? classes : classes.Intersect(ChallengeRules.Classes(space, "mrbrains13", main));
            }
        );

    public static ChallengeRules Of2018() =>
        new(
            "mrbrains18",
            "MRBrainS18: every structure",
            (subject, reference, prediction) =>
            {
                var structures = reference.Protocol.Labelled.Except(CandidateSet.Of(0));
                string[] metrics = ["dice", "hd95", "volume_similarity"];
                return
                [
                    .. structures.Classes.SelectMany(c =>
                        Measure(
                            subject,
                            reference.Protocol.Space.Classes[c],
                            reference,
                            prediction,
                            CandidateSet.Of(c),
                            metrics
                        )
                    ),
                ];
            }
        )
        {
            Labels = OfficialLabels.Of(
                ["background", "cortex", "deep-gm", "wm", "wmh", "csf", "ventricles", "cerebellum", "brainstem"],
                new Dictionary<int, string>
                {
                    [0] = "background",
                    [1] = "cortex",
                    [2] = "deep-gm",
                    [3] = "wm",
                    [4] = "wmh",
                    [5] = "csf",
                    [6] = "ventricles",
                    [7] = "cerebellum",
                    [8] = "brainstem",
                    [9] = "any",
                    [10] = "any",
                }
            ),
        };

    private static IEnumerable<Score> Measure(
        string subject,
        string name,
        CandidateMap reference,
        byte[] prediction,
        CandidateSet structure,
        IReadOnlyList<string> metrics
    )
    {
        var pair = StructurePair.Of(reference, prediction, structure, BoundaryRule.InSlice);
        return metrics.Select(m => new Score(subject, name, m, MetricCatalog.Find(m).Measure(pair)));
    }

    /// <summary>The reference with some classes made unknown: nothing there counts for or against a prediction.</summary>
    private static CandidateMap Without(CandidateMap reference, params ReadOnlySpan<string> names)
    {
        var (protocol, left) = (reference.Protocol, default(CandidateSet));
        foreach (var name in names)
            if (protocol.Space.IndexOf(name) is > 0 and var c)
                left = left.Union(CandidateSet.Of(c));
        // Categories keep their numbers: one meaning for each set, in the order of the sets.
        var all = protocol.Space.All;
        var meanings = protocol.Sets.Select((set, i) => (i, Set: IsLeftOut(set) ? all : set));
        var other = new Protocol(protocol.Space, meanings.ToDictionary(m => m.i, m => m.Set));
        var numbers = protocol.Sets.Select((_, i) => (byte)other.CategoryOf(i)).ToArray();
        var categories = reference.Categories;
        return new(categories.With(Array.ConvertAll(categories.Voxels, c => numbers[c])), other);

        // Where these are outlined as wholes, a protocol says that they are grey or white matter, nobody knows which.
        bool IsLeftOut(CandidateSet set) =>
            set.Intersect(left).Count > 0
            || !set.Contains(0)
                && Merged.Count(r => r.Classes.Any(n => protocol.Space.IndexOf(n) is > 0 and var c && set.Contains(c)))
                    > 1;
    }
}
