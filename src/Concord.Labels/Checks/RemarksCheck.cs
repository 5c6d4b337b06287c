using Concord.Labels.Subjects;

namespace Concord.Labels.Checks;

/// <summary>What the readers noticed.</summary>
internal sealed class RemarksCheck : ISubjectCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Look(ExaminedSubject subject)
    {
        foreach (var remark in subject.Data.Remarks)
        {
            // The manifest says that files lie on grids of their own.
            if (subject.Dataset.IsSameWorld && remark.Kind == SubjectRemarkKind.Resampled)
                continue;
            var kind = remark.Kind switch
            {
                SubjectRemarkKind.Moved => FindingKind.Moved,
                SubjectRemarkKind.Resampled => FindingKind.Grids,
                _ => FindingKind.Header,
            };
            var isImage = subject.Subject.Images.Values.Contains(remark.File);
            yield return subject.Find(
                kind,
                remark.ToString(),
                withLabels: !isImage,
                beside: isImage && remark.Kind == SubjectRemarkKind.Moved ? remark.File : null
            );
        }
    }
}
