using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Filters;

/// <summary>
/// The distance from each voxel of one mask to the nearest voxel of another: what <see cref="DistanceTransform"/> gives for
/// the whole grid, with less work where few voxels ask and the other mask is mostly near, as between two boundaries.
/// </summary>
public static class NearestDistances
{
    // Rows in rings around a voxel's own: 25 × 25 of them. Whoever has no answer by then is looked at again.
    private const int Rings = 12;

    /// <summary>Measures.</summary>
    /// <param name="from">The mask whose voxels ask: every voxel other than 0.</param>
    /// <param name="to">The mask that is looked for, on the same grid, whose axes stand at right angles.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>Millimetres between voxel centres, in no order; positive infinity if <paramref name="to"/> is empty.</returns>
    public static float[] Between(Volume<byte> from, Volume<byte> to, int threads = -1)
    {
        var bits = new RowBits(to);
        if (!bits.IsAny)
        {
            var none = new float[from.Voxels.Length - from.Voxels.AsSpan().Count((byte)0)];
            none.AsSpan().Fill(float.PositiveInfinity);
            return none;
        }

        var planes = new (List<float> Found, List<int> Far)[from.Size.Z];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, planes.Length, options, z => planes[z] = Plane(from, bits, z, to.Geometry.Spacing));
        var far = planes.SelectMany(p => p.Far).ToList();
        // A far voxel may have to look at every row: for many of them the transform of the whole grid is less.
        var rows = (long)from.Size.Y * from.Size.Z;
        var isSparse = far.Count * rows <= 2 * from.Size.Voxels;
        var map = far.Count == 0 || isSparse ? null : DistanceTransform.ToNearest(to, threads).Voxels;
        var rest = new float[far.Count];
        Parallel.For(
            0,
            rest.Length,
            options,
            i => rest[i] = map?[far[i]] ?? Nearest(bits, far[i], to.Geometry.Spacing, int.MaxValue)!.Value
        );
        return [.. planes.SelectMany(p => p.Found), .. rest];
    }

    private static (List<float>, List<int>) Plane(Volume<byte> from, RowBits to, int z, Spacing spacing)
    {
        var (found, far) = (new List<float>(), new List<int>());
        var plane = from.Plane(z);
        var start = from.Index(0, 0, z);
        for (int i = 0, step; (step = plane[i..].IndexOfAnyExcept((byte)0)) >= 0; i++)
        {
            i += step;
            if (Nearest(to, start + i, spacing, Rings) is { } distance)
                found.Add(distance);
            else
                far.Add(start + i);
        }

        return (found, far);
    }

    // Over rings of rows around the voxel's own, the nearest first; null if what may be nearer lies beyond so many rings.
    private static float? Nearest(RowBits bits, int voxel, Spacing spacing, int rings)
    {
        var size = bits.Size;
        var (x, y, z) = (voxel % size.X, voxel / size.X % size.Y, voxel / (size.X * size.Y));
        var best = float.PositiveInfinity;
        var (squareX, squareY, squareZ) = (
            (float)(spacing.X * spacing.X),
            spacing.Y * spacing.Y,
            spacing.Z * spacing.Z
        );
        var least = Math.Min(squareY, squareZ);
        var last = Math.Max(Math.Max(y, size.Y - 1 - y), Math.Max(z, size.Z - 1 - z));
        for (var ring = 0; ring <= last && ring * (double)ring * least < best; ring++)
        {
            if (ring > rings)
                return null;
            for (var dz = -ring; dz <= ring; dz++)
            {
                if (z + dz < 0 || z + dz >= size.Z)
                    continue;
                // Whole rows of the ring at its ends, and its two sides between.
                var step = Math.Abs(dz) == ring ? 1 : Math.Max(1, 2 * ring);
                for (var dy = -ring; dy <= ring; dy += step)
                {
                    if (y + dy < 0 || y + dy >= size.Y)
                        continue;
                    var across = squareY * ((double)dy * dy);
                    if (across + squareZ * ((double)dz * dz) >= best)
                        continue;
                    var steps = (float)bits.StepsAlong(y + dy + size.Y * (z + dz), x);
                    // Rounded where the transform rounds.
                    if (steps >= 0)
                        best = Math.Min(
                            best,
                            (float)((float)(steps * steps * squareX + across) + squareZ * ((double)dz * dz))
                        );
                }
            }
        }

        return MathF.Sqrt(best);
    }
}
