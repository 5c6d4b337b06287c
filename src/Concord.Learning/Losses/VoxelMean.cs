using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The mean of a loss map: over the voxels of each patch that lie in the volume, then over patches. So a patch weighs the
/// same whatever its batch mates are, and padding weighs nothing.
/// </summary>
internal static class VoxelMean
{
    /// <param name="map">[batch, depth, height, width], one loss a voxel.</param>
    /// <param name="inside">The same shape: 1 in the volume, 0 for padding.</param>
    public static Tensor Of(Tensor map, Tensor inside)
    {
        var weights = inside.to_type(map.dtype);
        var perPatch = (map * weights).sum([1, 2, 3]) / weights.sum([1, 2, 3]).clamp_min(1);
        return perPatch.mean();
    }
}
