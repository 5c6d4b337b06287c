namespace Concord.Labels.Subjects;

/// <summary>What was noticed when a file of a subject was read.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="File">The file.</param>
/// <param name="Text">What was noticed.</param>
public sealed record SubjectRemark(SubjectRemarkKind Kind, string File, string Text)
{
    /// <summary>The file and the text.</summary>
    public override string ToString() => $"{File}: {Text}";
}
