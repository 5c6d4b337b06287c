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
    public static ChallengeRules Of2013() =>
        new(
            "mrbrains13",
            "MRBrainS13: csf, gm, wm",
            (subject, reference, prediction) =>
            {
                var space = reference.Protocol.Space;
                var structures = ChallengeRules.Classes(space, "mrbrains13", "csf", "gm", "wm");
                return Measure(subject, reference, prediction, structures, ["dice", "hd95", "avd"]);
            }
        );

    public static ChallengeRules Of2018() =>
        new(
            "mrbrains18",
            "MRBrainS18: every structure",
            (subject, reference, prediction) =>
            {
                var structures = reference.Protocol.Labelled.Except(CandidateSet.Of(0));
                return Measure(subject, reference, prediction, structures, ["dice", "hd95", "volume_similarity"]);
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

    private static IReadOnlyList<Score> Measure(
        string subject,
        CandidateMap reference,
        byte[] prediction,
        CandidateSet structures,
        IReadOnlyList<string> metrics
    )
    {
        var scores = new List<Score>();
        foreach (var c in structures.Classes)
        {
            var pair = StructurePair.Of(reference, prediction, CandidateSet.Of(c), BoundaryRule.InSlice);
            var name = reference.Protocol.Space.Classes[c];
            scores.AddRange(metrics.Select(m => new Score(subject, name, m, MetricCatalog.Find(m).Measure(pair))));
        }

        return scores;
    }
}
