using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>The grids of BrainWeb's raw files, which say nothing of them; x runs fastest, z slowest.</summary>
internal static class BrainWebGrids
{
    /// <summary>Both.</summary>
    public static IReadOnlyList<VolumeGeometry> All { get; } =
    [
        // The classic phantom, in Talairach space: the page "anatomic_ms" gives these start coordinates.
        new(new(181, 217, 181), Affine.FromSpacing(Spacing.Isotropic(1), new(-90, -126, -72))),
        // The 20 subjects fill the same box with voxels of half the size: the first centre is 0.25 mm before the other.
        new(new(362, 434, 362), Affine.FromSpacing(Spacing.Isotropic(0.5), new(-90.25, -126.25, -72.25))),
    ];
}
