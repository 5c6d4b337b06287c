using System.Numerics;
using Concord.Imaging;

namespace Concord.Simulation.Internal;

/// <summary>
/// Derivatives along the axes by central differences, one-sided at the borders, and 0 along an axis of one voxel.
/// </summary>
internal static class Differences
{
    /// <summary>The gradient at x … of a row, per mm; lanes behind the row's end are 0.</summary>
    /// <param name="image">What is derived.</param>
    /// <param name="spacing">The side of a voxel in mm.</param>
    /// <param name="x">The first voxel.</param>
    /// <param name="y">The row.</param>
    /// <param name="z">The plane.</param>
    public static Vec3 Gradient(Volume<float> image, float spacing, int x, int y, int z) =>
        new(
            AlongRow(image.Row(y, z), x, spacing),
            Across(image, spacing, x, (y - 1, z), (y + 1, z), y, image.Size.Y),
            Across(image, spacing, x, (y, z - 1), (y, z + 1), z, image.Size.Z)
        );

    private static Vector<float> Across(
        Volume<float> image,
        float spacing,
        int x,
        (int Y, int Z) before,
        (int Y, int Z) after,
        int at,
        int count
    )
    {
        var (low, high) = (at > 0, at + 1 < count);
        if (!low && !high)
            return Vector<float>.Zero;
        var here = (Y: before.Y == after.Y ? before.Y : at, Z: before.Z == after.Z ? before.Z : at);
        var (from, to) = (low ? before : here, high ? after : here);
        var scale = new Vector<float>(1 / (spacing * ((low ? 1 : 0) + (high ? 1 : 0))));
        return (Rows.Load(image.Row(to.Y, to.Z), x) - Rows.Load(image.Row(from.Y, from.Z), x)) * scale;
    }

    private static Vector<float> AlongRow(ReadOnlySpan<float> row, int x, float spacing)
    {
        if (x > 0 && x + Vector<float>.Count < row.Length)
            return (new Vector<float>(row[(x + 1)..]) - new Vector<float>(row[(x - 1)..]))
                * new Vector<float>(0.5f / spacing);
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        for (var i = 0; i < lanes.Length && x + i < row.Length && row.Length > 1; i++)
        {
            var (from, to) = (Math.Max(x + i - 1, 0), Math.Min(x + i + 1, row.Length - 1));
            lanes[i] = (row[to] - row[from]) / (spacing * (to - from));
        }

        return new(lanes);
    }
}
