using System.Numerics.Tensors;

namespace Concord.Labels.Checks;

/// <summary>
/// Whole subjects that are mirrored: brains are asymmetric in the same way, so that a subject looks more like the mean of the
/// others than its mirror image does.
/// </summary>
internal sealed class MirroredSubjectCheck : ISetCheck
{
    // A mean of fewer is one person's asymmetry.
    private const int Fewest = 5;

    // In spreads: where the others' mirror images look like them nearly as often as not, nothing can be told.
    private const double Usual = 1.5;
    private const double Apart = 3;

    /// <inheritdoc/>
    public IEnumerable<Finding> Compare(IReadOnlyList<SubjectSketch> subjects)
    {
        var groups = subjects.Where(s => s.Mirrored is not null).GroupBy(s => s.First, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var own = group.ToList();
            if (own.Count <= Fewest)
                continue;
            var gains = Gains(own);
            var middle = gains.Order().ElementAt(gains.Count / 2);
            // The spread around the median, as a standard deviation's.
            var spread = 1.4826 * gains.Select(g => Math.Abs(g - middle)).Order().ElementAt(gains.Count / 2);
            if (middle <= Usual * spread)
                continue;
            for (var i = 0; i < own.Count; i++)
                if (gains[i] < -middle / 2 && gains[i] < middle - Apart * spread)
                    yield return own[i]
                        .Find(
                            FindingKind.Flip,
                            "seems to be mirrored left to right: its mirror image looks more like the other subjects",
                            own[i].First
                        );
        }
    }

    /// <summary>How much more each subject looks like the mean of the others than its mirror image does.</summary>
    internal static List<double> Gains(IReadOnlyList<SubjectSketch> subjects)
    {
        var sum = new float[subjects[0].Mirrored!.Length];
        foreach (var subject in subjects)
            TensorPrimitives.Add(sum, subject.Details[subject.First], sum);
        return
        [
            .. subjects.Select(s =>
            {
                var others = (float[])sum.Clone();
                var details = s.Details[s.First];
                TensorPrimitives.Subtract(others, details, others);
                SketchFrame.Normalize(others);
                return (double)TensorPrimitives.Dot<float>(details, others)
                    - TensorPrimitives.Dot<float>(s.Mirrored!, others);
            }),
        ];
    }
}
