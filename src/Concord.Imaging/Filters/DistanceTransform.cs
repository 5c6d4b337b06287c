using System.Numerics.Tensors;
using Concord.Imaging.Internal;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Filters;

/// <summary>
/// The exact Euclidean distance transform, in linear time: one pass along each axis (Felzenszwalb and Huttenlocher,
/// Theory of Computing 8:415, 2012). Distances run between voxel centres, in mm, with each axis's own spacing; the axes
/// are taken to stand at right angles, however they are turned.
/// </summary>
public static class DistanceTransform
{
    // As many columns at a time as floats fill a cache line.
    private const int Columns = 16;

    /// <summary>The distance from each voxel to the nearest voxel of a mask.</summary>
    /// <param name="mask">The mask: every voxel other than 0.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>Millimetres: 0 in the mask, positive infinity everywhere if the mask is empty.</returns>
    public static Volume<float> ToNearest(Volume<byte> mask, int threads = -1) => Distance(mask, toMask: true, threads);

    /// <summary>
    /// The distance to a mask, negative inside: outside that to the nearest voxel of the mask, inside minus that to the
    /// nearest voxel that isn't of the mask. No value lies between minus one spacing and one spacing.
    /// </summary>
    /// <param name="mask">The mask: every voxel other than 0.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>Millimetres: positive infinity everywhere if the mask is empty, negative infinity if it is full.</returns>
    public static Volume<float> Signed(Volume<byte> mask, int threads = -1)
    {
        var outside = Distance(mask, toMask: true, threads);
        var inside = Depth(mask, threads);
        // One of the two is 0 in every voxel.
        TensorPrimitives.Subtract(outside.Voxels, inside.Voxels, outside.Voxels);
        return outside;
    }

    /// <summary>How deep voxels lie in a mask: the distance to the nearest voxel that isn't of it.</summary>
    /// <param name="mask">The mask: every voxel other than 0.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>Millimetres: 0 outside the mask, positive infinity everywhere if the mask is full.</returns>
    public static Volume<float> Depth(Volume<byte> mask, int threads = -1)
    {
        // What is nearest lies in the box of the mask or right beside it.
        var box = Crop.Content(mask, 1);
        return Crop.Back(Distance(Crop.To(mask, box), toMask: false, threads), mask.Geometry, box, 0);
    }

    private static Volume<float> Distance(Volume<byte> mask, bool toMask, int threads)
    {
        var (size, spacing) = (mask.Size, mask.Geometry.Spacing);
        var result = new Volume<float>(mask.Geometry);
        var alongY = new Slabs(size, 1);
        alongY.ForEach(
            threads,
            () => (new LowerEnvelope(size.Y, spacing.Y), new float[Columns * size.Y]),
            (z, scratch) =>
            {
                for (var y = 0; y < size.Y; y++)
                    AlongRow(mask.Row(y, z), toMask, spacing.X, result.Row(y, z));
                AlongColumns(result.Plane(z), size.X, size.X, scratch.Item1, scratch.Item2, isLast: false);
            }
        );
        var alongZ = new Slabs(size, 2);
        alongZ.ForEach(
            threads,
            () => (new LowerEnvelope(size.Z, spacing.Z), new float[Columns * size.Z]),
            (y, scratch) =>
                AlongColumns(
                    result.Voxels.AsSpan(y * size.X),
                    size.X,
                    size.X * size.Y,
                    scratch.Item1,
                    scratch.Item2,
                    isLast: true
                )
        );
        return result;
    }

    // Squared distances within a row: count steps from the left, then from the right.
    private static void AlongRow(ReadOnlySpan<byte> mask, bool toMask, double spacing, Span<float> row)
    {
        var steps = float.PositiveInfinity;
        for (var x = 0; x < row.Length; x++)
            row[x] = steps = mask[x] != 0 == toMask ? 0 : steps + 1;
        if (float.IsPositiveInfinity(steps))
            return;
        for (var x = row.Length - 1; x >= 0; x--)
            row[x] = steps = Math.Min(row[x], steps + 1);
        TensorPrimitives.Multiply(row, row, row);
        TensorPrimitives.Multiply(row, (float)(spacing * spacing), row);
    }

    // Columns lie `stride` voxels from one element to the next: turned into lines of a tile, and back.
    private static void AlongColumns(
        Span<float> voxels,
        int width,
        int stride,
        LowerEnvelope envelope,
        float[] tile,
        bool isLast
    )
    {
        var length = tile.Length / Columns;
        for (var x = 0; x < width; x += Columns)
        {
            var count = Math.Min(Columns, width - x);
            for (var n = 0; n < length; n++)
            {
                var row = voxels.Slice(n * stride + x, count);
                for (var i = 0; i < row.Length; i++)
                    tile[i * length + n] = row[i];
            }

            for (var i = 0; i < count; i++)
                envelope.Apply(tile.AsSpan(i * length, length));
            if (isLast)
                TensorPrimitives.Sqrt(tile.AsSpan(0, count * length), tile);
            for (var n = 0; n < length; n++)
            {
                var row = voxels.Slice(n * stride + x, count);
                for (var i = 0; i < row.Length; i++)
                    row[i] = tile[i * length + n];
            }
        }
    }
}
