using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Evaluation.Surfaces;

/// <summary>Finds the boundary of a mask.</summary>
public static class MaskBoundary
{
    /// <summary>1 where a voxel of the mask is on its boundary, 0 elsewhere.</summary>
    /// <param name="mask">1 in the mask, 0 elsewhere.</param>
    /// <param name="rule">What a boundary is.</param>
    public static Volume<byte> Of(Volume<byte> mask, BoundaryRule rule)
    {
        var (size, result) = (mask.Size, new Volume<byte>(mask.Geometry));
        var isInSlice = rule == BoundaryRule.InSlice;
        // A row with one voxel more at either end, for the neighbours along it.
        var (outside, wide) = (new byte[size.X], new byte[size.X + 2]);
        outside.AsSpan().Fill(isInSlice ? (byte)1 : (byte)0);
        wide[0] = wide[^1] = outside[0];
        var around = new byte[size.X];
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        {
            var row = mask.Row(y, z);
            if (row.IndexOf((byte)1) < 0)
                continue;
            TensorPrimitives.Min(Row(y - 1, z), Row(y + 1, z), around);
            if (isInSlice)
            {
                // Erosion by a square: by its height first, then by its width.
                TensorPrimitives.Min(around, row, wide.AsSpan(1, size.X));
            }
            else
            {
                TensorPrimitives.Min(around, Row(y, z - 1), around);
                TensorPrimitives.Min(around, Row(y, z + 1), around);
                row.CopyTo(wide.AsSpan(1));
            }

            TensorPrimitives.Min(around, wide.AsSpan(0, size.X), around);
            TensorPrimitives.Min(around, wide.AsSpan(2), around);
            // 1 - 1 within, 1 - 0 on the boundary, and outside nothing is left of the erosion either.
            TensorPrimitives.Min(around, row, around);
            TensorPrimitives.Subtract(row, around, result.Row(y, z));
        }

        return result;

        ReadOnlySpan<byte> Row(int y, int z) => y >= 0 && y < size.Y && z >= 0 && z < size.Z ? mask.Row(y, z) : outside;
    }
}
