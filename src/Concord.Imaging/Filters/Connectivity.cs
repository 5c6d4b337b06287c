namespace Concord.Imaging.Filters;

/// <summary>Which voxels are neighbours.</summary>
public enum Connectivity
{
    /// <summary>Those that share a face.</summary>
    Six,

    /// <summary>Those that share a face or an edge.</summary>
    Eighteen,

    /// <summary>Those that share a face, an edge or a corner.</summary>
    TwentySix,
}
