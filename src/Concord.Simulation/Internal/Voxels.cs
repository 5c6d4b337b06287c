using Concord.Imaging.Geometry;

namespace Concord.Simulation.Internal;

/// <summary>Where the voxel with a number lies: numbers run along the first axis first.</summary>
internal static class Voxels
{
    /// <summary>Its indices.</summary>
    public static Point3 Index(GridSize size, int voxel) =>
        new(voxel % size.X, voxel / size.X % size.Y, voxel / (size.X * size.Y));

    /// <summary>Its centre in world mm.</summary>
    public static Point3 World(VolumeGeometry grid, int voxel) => grid.Affine.Apply(Index(grid.Size, voxel));
}
