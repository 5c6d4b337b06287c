using Concord.Imaging;

namespace Concord.Evaluation.Metrics;

/// <summary>Every metric, one entry each.</summary>
public static class MetricCatalog
{
    /// <summary>In the order in which tables show them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("dice", "Dice coefficient, 0 to 1; undefined where the structure is in neither", p => p.Overlap.Dice),
        new(
            "hd95",
            "95th percentile of boundary distances in mm, the larger direction; undefined where either is empty",
            p => p.Surfaces?.Hausdorff95
        ),
        new(
            "assd",
            "average symmetric surface distance in mm; undefined where either is empty",
            p => p.Surfaces?.Average
        ),
        new(
            "avd",
            "absolute volume difference in % of the reference; undefined where that is empty",
            p =>
                p.Overlap.Reference == 0
                    ? null
                    : 100.0 * Math.Abs(p.Overlap.Reference - p.Overlap.Prediction) / p.Overlap.Reference
        ),
        new(
            "volume_similarity",
            "1 - |A - B| / (A + B) of the volumes, 0 to 1; undefined where both are empty",
            p =>
                p.Overlap.Reference + p.Overlap.Prediction is 0
                    ? null
                    : 1
                        - (double)Math.Abs(p.Overlap.Reference - p.Overlap.Prediction)
                            / (p.Overlap.Reference + p.Overlap.Prediction)
        ),
        new(
            "lesion_recall",
            "share of the reference's lesions that are touched, 0 to 1; 1 if there are none",
            p => p.Lesions.Recall
        ),
        new(
            "lesion_precision",
            "share of predicted lesions that touch one, 0 to 1; 1 if there are none",
            p => p.Lesions.Precision
        ),
        new("lesion_f1", "harmonic mean of lesion recall and precision, 0 to 1", p => p.Lesions.F1),
        new(
            "false_positive_ml",
            "predicted volume in ml where the reference has nothing of the structure; undefined where it has some",
            p => p.Overlap.Reference > 0 ? null : p.Millilitres(p.Overlap.Prediction)
        ),
        new("volume_ml", "predicted volume in ml", p => p.Millilitres(p.Predicted)),
        new("reference_volume_ml", "volume of the reference in ml", p => p.Millilitres(p.Overlap.Reference)),
    ];

    /// <summary>Those that take no time: what is measured if nothing is asked for.</summary>
    public static IReadOnlyList<Metric> Usual { get; } = [Find("dice"), Find("volume_ml"), Find("reference_volume_ml")];

    /// <summary>The metric of this name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static Metric Find(string name, string source = "metrics") =>
        All.FirstOrDefault(m => m.Name == name)
        ?? throw new BadInputException(
            source,
            $"unknown '{name}'",
            $"known: {string.Join(", ", All.Select(m => m.Name))}"
        );
}
