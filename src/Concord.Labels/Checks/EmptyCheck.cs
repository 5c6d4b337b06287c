namespace Concord.Labels.Checks;

/// <summary>Label files in which nothing is labelled.</summary>
internal sealed class EmptyCheck : ISubjectCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Look(ExaminedSubject subject)
    {
        if (subject.Labels is { } labels && !labels.Voxels.AsSpan().ContainsAnyExcept(labels.Voxels[0]))
            yield return subject.Find(
                FindingKind.Empty,
                $"{subject.Subject.Labels}: every voxel has the value {labels.Voxels[0]}"
            );
    }
}
