namespace Concord.Labels.Subjects;

/// <summary>What a remark about a file is about.</summary>
public enum SubjectRemarkKind
{
    /// <summary>The header is odd, and was understood.</summary>
    Header,

    /// <summary>The image was registered to the subject's first.</summary>
    Moved,

    /// <summary>Labels or mask were brought onto another grid.</summary>
    Resampled,
}
