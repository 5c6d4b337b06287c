using Concord.Evaluation.Metrics;
using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Rules;

/// <summary>
/// BraTS 2023, glioma (its brats_metrics.py): whole tumour, tumour core and enhancing tumour, each as a whole ("legacy") and
/// lesion by lesion. Empty in both gives 1 and 0 mm, empty in one 0 and 374 mm.
/// </summary>
internal static class BratsRules
{
    private const string Name = "brats";
    private const string Edema = "edema";
    private const string Enhancing = "enhancing";
    private static readonly string[] Core = ["tumor", "necrosis", "nonenhancing", Enhancing];

    public static ChallengeRules Make() =>
        new(Name, "BraTS 2023 glioma: wt, tc and et, lesion-wise", Measure)
        {
            // 4 was the enhancing tumour until 2021.
            Labels = OfficialLabels.Of(
                ["background", "necrosis", Edema, Enhancing, "tumor"],
                new Dictionary<int, string>
                {
                    [0] = "background",
                    [1] = "necrosis",
                    [2] = Edema,
                    [3] = Enhancing,
                    [4] = Enhancing,
                }
            ),
        };

    private static IReadOnlyList<Score> Measure(string subject, CandidateMap reference, byte[] prediction)
    {
        var space = reference.Protocol.Space;
        var regions = new List<(string Name, CandidateSet Classes)>
        {
            ("wt", ChallengeRules.Classes(space, Name, [Edema, .. Core])),
            ("tc", ChallengeRules.Classes(space, Name, Core)),
        };
        if (space.IndexOf(Enhancing) > 0)
            regions.Add(("et", CandidateSet.Of(space.IndexOf(Enhancing))));
        return
        [
            .. regions
                .Where(r => ChallengeRules.IsTold(reference.Protocol, r.Classes, r.Classes))
                .SelectMany(r => Measure(subject, r.Name, reference, prediction, r.Classes)),
        ];
    }

    private static IEnumerable<Score> Measure(
        string subject,
        string region,
        CandidateMap reference,
        byte[] prediction,
        CandidateSet classes
    )
    {
        var pair = StructurePair.Of(reference, prediction, classes, BoundaryRule.Faces);
        var lesions = BratsLesions.Of(pair.Reference, pair.Prediction);
        var distance = SurfelDistances.Hausdorff95(pair.Reference, pair.Prediction);
        (string, double)[] scores =
        [
            ("dice", pair.Overlap.Dice ?? 1),
            ("hd95", BratsLesions.Limited(distance)),
            ("lesionwise_dice", lesions.Dice),
            ("lesionwise_hd95", lesions.Hausdorff95),
            ("lesions_found", lesions.Found),
            ("lesions_missed", lesions.Missed),
            ("lesions_false", lesions.False),
        ];
        return scores.Select(s => new Score(subject, region, s.Item1, s.Item2));
    }
}
