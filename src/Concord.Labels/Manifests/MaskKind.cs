namespace Concord.Labels.Manifests;

/// <summary>How a brain mask is found.</summary>
public enum MaskKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A file for each subject; voxels other than 0 are brain.</summary>
    Files,

    /// <summary>Voxels whose label is not 0 are brain.</summary>
    Labels,

    /// <summary>Voxels whose intensity in the first sequence is not 0 are brain.</summary>
    NonZero,
}
