using System.Numerics.Tensors;

namespace Concord.Imaging.Filters;

/// <summary>Grows a mask into its neighbours; beyond the grid nothing is.</summary>
public static class Dilation
{
    /// <summary>Grows a mask.</summary>
    /// <param name="mask">1 in the mask, 0 elsewhere.</param>
    /// <param name="connectivity">Which voxels are neighbours.</param>
    /// <param name="times">How often, at least 0.</param>
    public static Volume<byte> Of(Volume<byte> mask, Connectivity connectivity, int times = 1)
    {
        for (var i = 0; i < times; i++)
            mask = Once(mask, connectivity);
        return mask;
    }

    private static Volume<byte> Once(Volume<byte> mask, Connectivity connectivity)
    {
        var (size, result) = (mask.Size, new Volume<byte>(mask.Geometry));
        // Each row grown along itself: what rows that may be reached with a step aside take from it.
        var wide = new Volume<byte>(mask.Geometry);
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        {
            var row = mask.Row(y, z);
            var target = wide.Row(y, z);
            row.CopyTo(target);
            TensorPrimitives.Max(target[1..], row[..^1], target[1..]);
            TensorPrimitives.Max(target[..^1], row[1..], target[..^1]);
        }

        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        {
            var target = result.Row(y, z);
            wide.Row(y, z).CopyTo(target);
            for (var dz = -1; dz <= 1; dz++)
            for (var dy = -1; dy <= 1; dy++)
            {
                var apart = Math.Abs(dy) + Math.Abs(dz);
                if (apart == 0 || apart > Reach(connectivity))
                    continue;
                if (y + dy < 0 || y + dy >= size.Y || z + dz < 0 || z + dz >= size.Z)
                    continue;
                // A step along x is one more.
                var source = apart < Reach(connectivity) ? wide : mask;
                TensorPrimitives.Max(target, source.Row(y + dy, z + dz), target);
            }
        }

        return result;
    }

    // The most axes along which a neighbour may differ.
    private static int Reach(Connectivity connectivity) =>
        connectivity switch
        {
            Connectivity.Six => 1,
            Connectivity.Eighteen => 2,
            _ => 3,
        };
}
