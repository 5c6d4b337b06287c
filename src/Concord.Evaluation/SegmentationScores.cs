using Concord.Labels.Subjects;

namespace Concord.Evaluation;

/// <summary>Measures a segmentation against a reference.</summary>
public static class SegmentationScores
{
    /// <summary>The metrics that <see cref="Of"/> knows.</summary>
    public static IReadOnlyList<string> Metrics { get; } = ["dice", "volume_ml", "reference_volume_ml"];

    /// <summary>
    /// Dice and volumes in ml of every class that the reference's dataset labels for itself, background left out.
    /// </summary>
    /// <param name="subject">Whose scan.</param>
    /// <param name="reference">What each voxel may be.</param>
    /// <param name="prediction">The predicted class of each voxel of the same grid.</param>
    /// <param name="metrics">Which metrics, from <see cref="Metrics"/>.</param>
    public static IReadOnlyList<Score> Of(
        string subject,
        CandidateMap reference,
        ReadOnlySpan<byte> prediction,
        IReadOnlyCollection<string> metrics
    )
    {
        var counts = JointCounts.Of(reference, prediction);
        var millilitres = reference.Categories.Geometry.VoxelVolume / 1000;
        var scores = new List<Score>();
        foreach (var c in reference.Protocol.Labelled.Classes.Where(c => c != 0))
        {
            var overlap = counts.Of(c);
            foreach (var metric in metrics)
            {
                double? value = metric switch
                {
                    "dice" => overlap.Dice,
                    "volume_ml" => counts.Predicted(c) * millilitres,
                    _ => overlap.Reference * millilitres,
                };
                scores.Add(new(subject, reference.Protocol.Space.Classes[c], metric, value));
            }
        }

        return scores;
    }
}
