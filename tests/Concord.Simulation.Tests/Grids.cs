using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests;

/// <summary>Small grids on which a whole head fits, and heads made once.</summary>
internal static class Grids
{
    public static VolumeGeometry Coarse { get; } = SubjectSettings.Centred(new(50, 58, 50), Spacing.Isotropic(3.4));

    public static VolumeGeometry Fine { get; } = SubjectSettings.Centred(new(84, 98, 84), Spacing.Isotropic(2));

    public static HeadAnatomy Head { get; } = new ProceduralHead(7, 3.4).Sample(Coarse);

    public static HeadAnatomy FineHead { get; } = new ProceduralHead(7, 2).Sample(Fine);

    /// <summary>A volume of voxels of 1 mm, filled voxel by voxel.</summary>
    public static Volume<T> Make<T>(GridSize size, Func<int, int, int, T> value)
        where T : unmanaged
    {
        var volume = new Volume<T>(SubjectSettings.Centred(size, Spacing.Isotropic(1)));
        for (var i = 0; i < volume.Voxels.Length; i++)
            volume.Voxels[i] = value(i % size.X, i / size.X % size.Y, i / (size.X * size.Y));
        return volume;
    }
}
