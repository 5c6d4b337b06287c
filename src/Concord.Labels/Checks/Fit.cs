using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Labels.Checks;

/// <summary>
/// How much labels, or another image, tell about an image: the mutual information of the two where they are, shifted by
/// whole voxels, or mirrored left to right.
/// </summary>
internal static class Fit
{
    /// <summary>A shift in voxels, after mirroring about the grid's middle if that is wanted.</summary>
    public readonly record struct Shift(int X, int Y, int Z, bool IsMirrored = false);

    /// <summary>The mutual information in nats a voxel of the image; where the other one isn't known, nothing is told.</summary>
    /// <param name="image">Levels below 64, on a grid whose axes run RAS.</param>
    /// <param name="other">
    /// Levels or categories below 64 on the same grid, or <see cref="ExaminedSubject.NotReached"/>; what comes from outside the
    /// grid is 0.
    /// </param>
    /// <param name="shift">How the other one is moved.</param>
    public static double Of(Volume<byte> image, Volume<byte> other, Shift shift = default)
    {
        const int Most = 64;
        var counts = new int[Most * Most];
        var size = image.Size;
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        {
            var row = image.Row(y, z);
            var (from, level) = (y - shift.Y, z - shift.Z);
            var isOutside = (uint)from >= (uint)size.Y || (uint)level >= (uint)size.Z;
            var source = isOutside ? default : other.Row(from, level);
            for (var x = 0; x < row.Length; x++)
            {
                var at = x - shift.X;
                if (shift.IsMirrored)
                    at = size.X - 1 - at;
                var value = (uint)at < (uint)source.Length ? source[at] : 0;
                if (value != ExaminedSubject.NotReached)
                    counts[row[x] * Most + value]++;
            }
        }

        return Information(counts, Most) / size.Voxels;
    }

    /// <summary>
    /// The best of the mirrored places, by shifts along left-right of up to so many voxels: the middle of a head isn't that
    /// of its grid.
    /// </summary>
    public static double Mirrored(Volume<byte> image, Volume<byte> other, int reach) =>
        Enumerable.Range(-reach, 2 * reach + 1).Max(x => Of(image, other, new(x, 0, 0, IsMirrored: true)));

    // In nats over all counted voxels.
    private static double Information(int[] counts, int side)
    {
        var (rows, columns, total) = (new double[side], new double[side], 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            rows[i / side] += counts[i];
            columns[i % side] += counts[i];
            total += counts[i];
        }

        var sum = 0.0;
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > 0)
                sum += counts[i] * Math.Log(counts[i] * total / (rows[i / side] * columns[i % side]));
        return sum;
    }
}
