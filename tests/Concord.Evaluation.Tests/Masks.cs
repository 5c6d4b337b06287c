using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Evaluation.Tests;

/// <summary>Masks to measure.</summary>
internal static class Masks
{
    /// <summary>Each voxel is in it with a probability.</summary>
    public static Volume<byte> Random(GridSize size, Spacing spacing, ulong seed, double share)
    {
        var random = new Random64(seed);
        var mask = new Volume<byte>(new VolumeGeometry(size, Affine.FromSpacing(spacing)));
        for (var i = 0; i < mask.Voxels.Length; i++)
            mask.Voxels[i] = random.NextDouble() < share ? (byte)1 : (byte)0;
        return mask;
    }

    /// <summary>Boxes, given by first and last voxel along each axis.</summary>
    public static Volume<byte> Boxes(GridSize size, Spacing spacing, params ReadOnlySpan<(int[] From, int[] To)> boxes)
    {
        var mask = new Volume<byte>(new VolumeGeometry(size, Affine.FromSpacing(spacing)));
        foreach (var (from, to) in boxes)
            for (var z = from[2]; z <= to[2]; z++)
            for (var y = from[1]; y <= to[1]; y++)
            for (var x = from[0]; x <= to[0]; x++)
                mask[x, y, z] = 1;
        return mask;
    }
}
