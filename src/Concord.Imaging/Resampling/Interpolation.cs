namespace Concord.Imaging.Resampling;

/// <summary>How a value between voxel centres is found.</summary>
public enum Interpolation
{
    /// <summary>The nearest voxel; a point midway takes the one with the higher index. The only choice for labels.</summary>
    Nearest,

    /// <summary>Trilinear.</summary>
    Linear,

    /// <summary>Cubic B-spline with its prefilter (Unser 1999), mirrored at the border: passes through every voxel.</summary>
    Cubic,
}
