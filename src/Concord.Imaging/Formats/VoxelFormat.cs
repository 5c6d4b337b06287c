namespace Concord.Imaging.Formats;

/// <summary>How a file stores its voxels.</summary>
/// <param name="Type">The type of the stored numbers.</param>
/// <param name="IsBigEndian">True if they are stored with the highest byte first.</param>
/// <param name="Slope">What a stored number is multiplied by.</param>
/// <param name="Intercept">What is then added.</param>
internal readonly record struct VoxelFormat(VoxelType Type, bool IsBigEndian, double Slope = 1, double Intercept = 0)
{
    /// <summary>Bytes of a voxel.</summary>
    public int Bytes => VoxelTypes.Bytes(Type);

    /// <summary>Whether a stored number isn't the value itself.</summary>
    public bool IsScaled => (Slope, Intercept) is not (1, 0);
}
