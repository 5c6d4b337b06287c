using Concord.Evaluation.Metrics;
using Concord.Evaluation.Surfaces;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation;

/// <summary>Measures a segmentation against a reference.</summary>
public static class SegmentationScores
{
    /// <summary>
    /// Metrics of every class that the reference's dataset labels for itself, background left out.
    /// </summary>
    /// <param name="subject">Whose scan.</param>
    /// <param name="reference">What each voxel may be.</param>
    /// <param name="prediction">The predicted class of each voxel of the same grid.</param>
    /// <param name="metrics">What to measure, from <see cref="MetricCatalog"/>.</param>
    public static IReadOnlyList<Score> Of(
        string subject,
        CandidateMap reference,
        ReadOnlySpan<byte> prediction,
        IReadOnlyCollection<Metric> metrics
    )
    {
        var scores = new List<Score>();
        foreach (var c in reference.Protocol.Labelled.Classes.Where(c => c != 0))
        {
            var pair = StructurePair.Of(reference, prediction, CandidateSet.Of(c), BoundaryRule.Faces);
            var structure = reference.Protocol.Space.Classes[c];
            scores.AddRange(metrics.Select(m => new Score(subject, structure, m.Name, m.Measure(pair))));
        }

        return scores;
    }
}
