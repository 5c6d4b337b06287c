using Concord.Labels.Subjects;

namespace Concord.Labels.Manifests;

/// <summary>
/// Where a dataset's brains are: not said, in mask files, where a voxel is labelled (value other than 0), or where the
/// first sequence is not 0 (for skull-stripped images).
/// </summary>
/// <param name="Kind">Which of the four.</param>
/// <param name="Pattern">The pattern of the mask files, for <see cref="MaskKind.Files"/> only.</param>
public sealed record MaskRule(MaskKind Kind, PathPattern? Pattern = null)
{
    /// <summary>No mask: the whole image is used.</summary>
    public static MaskRule None { get; } = new(MaskKind.None);

    /// <summary>As it stands in a manifest; empty for none.</summary>
    public override string ToString() =>
        Kind switch
        {
            MaskKind.Labels => "labels",
            MaskKind.NonZero => "nonzero",
            MaskKind.Files => Pattern!.Text,
            _ => "",
        };
}
