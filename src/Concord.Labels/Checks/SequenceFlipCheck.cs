namespace Concord.Labels.Checks;

/// <summary>Sequences that tell more about the first one when they are mirrored.</summary>
internal sealed class SequenceFlipCheck : ISubjectCheck
{
    // Brains are nearly symmetric: mirrored, a sequence tells nearly as much, but not more.
    private const double Better = 1.05;

    // 24 mm.
    private const int Reach = 12;

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(ExaminedSubject subject)
    {
        for (var s = 1; s < subject.Sequences.Count; s++)
        {
            var plain = Fit.Of(subject.Coarse[0], subject.Coarse[s]);
            if (Fit.Mirrored(subject.Coarse[0], subject.Coarse[s], Reach) <= Better * plain)
                continue;
            var path = subject.Subject.Images[subject.Sequences[s]];
            yield return subject.Find(
                FindingKind.Flip,
                $"{path}: fits {subject.Sequences[0]} better when it is mirrored left to right",
                beside: path
            );
        }
    }
}
