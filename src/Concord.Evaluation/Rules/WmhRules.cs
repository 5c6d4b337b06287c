using Concord.Evaluation.Metrics;
using Concord.Evaluation.Surfaces;

namespace Concord.Evaluation.Rules;

/// <summary>
/// The WMH Segmentation Challenge (Kuijf et al., IEEE Trans Med Imaging 38:2556, 2019; its evaluation.py): Dice, the 95th
/// percentile of distances between boundaries found slice by slice, absolute volume difference, lesion recall and F1 over
/// components of 26 neighbours. Other pathology is left out of both.
/// </summary>
internal static class WmhRules
{
    private const string Name = "wmh";

    public static ChallengeRules Make() =>
        new(
            Name,
            "WMH Segmentation Challenge 2017",
            (subject, reference, prediction) =>
            {
                var structure = ChallengeRules.Classes(reference.Protocol.Space, Name, "wmh");
                if (!ChallengeRules.IsTold(reference.Protocol, structure, structure))
                    return [];
                var pair = StructurePair.Of(reference, prediction, structure, BoundaryRule.InSlice);
                string[] metrics = ["dice", "hd95", "avd", "lesion_recall", "lesion_f1"];
                return [.. metrics.Select(m => new Score(subject, "wmh", m, MetricCatalog.Find(m).Measure(pair)))];
            }
        )
        {
            // The script takes whatever is at least 1 in a result for a lesion.
            Labels = OfficialLabels.Of(
                ["background", "wmh"],
                new Dictionary<int, string>
                {
                    [0] = "background",
                    [1] = "wmh",
                    [2] = "any",
                },
                value => value >= 1 ? 1 : 0
            ),
        };
}
