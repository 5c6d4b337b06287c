using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Concord.Imaging;
using Concord.Imaging.Formats.Minc;
using Concord.Imaging.Geometry;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>Reads the voxels of one file.</summary>
internal static class BrainWebVoxels
{
    // BrainWeb stretches memberships over 8 bits, or over 12 bits in files of 16. A member of the 12-bit files may come out
    // one step too large.
    private const float Largest8 = 255;
    private const float Largest12 = 4095;
    private const float Slack = 1e-3f;
    private const byte Outside = byte.MaxValue;

    /// <summary>The class of each voxel.</summary>
    /// <exception cref="BadInputException">A value is not in the table.</exception>
    public static (Volume<byte> Labels, IReadOnlyList<string> Warnings) ReadLabels(
        BrainWebFile file,
        IReadOnlyList<VolumeGeometry> grids,
        int threads
    )
    {
        var classes = file.Table.Classes;
        if (file.IsMinc)
        {
            var image = Minc1Reader.Read(file.Path);
            var values = image.ToLabels(threads);
            return (Map<int>(file, image.Geometry, values.Voxels, v => Plain(v, classes), threads), image.Warnings);
        }

        var (geometry, bytes) = ReadRaw(file, grids);
        if (bytes.Length == geometry.Size.Voxels)
            return (Map(file, geometry, bytes, v => Plain(v, classes), threads), []);
        // The files of 16 bits hold the number times 16, but a plain number is understood too.
        var words = RawWords(bytes);
        var isPlain = TensorPrimitives.Max<ushort>(words.Span) < 16;
        Func<ushort, byte> classOf = isPlain ? v => Plain(v, classes) : v => Stretched(v, classes);
        return (Map(file, geometry, words, classOf, threads), []);
    }

    /// <summary>The memberships of a class, in [0, 1].</summary>
    /// <exception cref="BadInputException">A value is larger than any membership.</exception>
    public static (Volume<float> Membership, IReadOnlyList<string> Warnings) ReadMembership(
        BrainWebFile file,
        IReadOnlyList<VolumeGeometry> grids,
        int threads
    )
    {
        if (file.IsMinc)
        {
            var image = Minc1Reader.Read(file.Path);
            return (Clamped(file, image.ToIntensities(threads), threads), image.Warnings);
        }

        var (geometry, bytes) = ReadRaw(file, grids);
        var volume = new Volume<float>(geometry);
        var plane = geometry.Size.X * geometry.Size.Y;
        if (bytes.Length == geometry.Size.Voxels)
            Scale(bytes, Largest8);
        else
            Scale(RawWords(bytes), Largest12);
        return (Clamped(file, volume, threads), []);

        void Scale<T>(ReadOnlyMemory<T> values, float largest)
            where T : unmanaged, System.Numerics.INumber<T> =>
            Rows.ForEachPlane(
                geometry.Size.Z,
                threads,
                z =>
                {
                    var target = volume.Plane(z);
                    TensorPrimitives.ConvertTruncating(values.Span.Slice(z * plane, plane), target);
                    TensorPrimitives.Divide(target, largest, target);
                }
            );
    }

    private static byte Plain(int value, IReadOnlyList<BrainWebClass> classes) =>
        (uint)value < (uint)classes.Count ? (byte)classes[value] : Outside;

    // 0 to 255 over 0 to 4095 gives 16.06 times the number, which may be rounded up.
    private static byte Stretched(int value, IReadOnlyList<BrainWebClass> classes) =>
        (value & 15) <= 1 ? Plain(value >> 4, classes) : Outside;

    private static Volume<byte> Map<T>(
        BrainWebFile file,
        VolumeGeometry geometry,
        ReadOnlyMemory<T> values,
        Func<T, byte> classOf,
        int threads
    )
        where T : unmanaged, IEquatable<T>
    {
        var labels = new Volume<byte>(geometry);
        var plane = geometry.Size.X * geometry.Size.Y;
        var wrong = new int[geometry.Size.Z];
        Rows.ForEachPlane(
            geometry.Size.Z,
            threads,
            z =>
            {
                var source = values.Span.Slice(z * plane, plane);
                var target = labels.Plane(z);
                // Neighbours are mostly alike, so that a function need not be called for each.
                var (last, label) = (source[0], classOf(source[0]));
                for (var i = 0; i < source.Length; i++)
                {
                    if (!source[i].Equals(last))
                        (last, label) = (source[i], classOf(source[i]));
                    target[i] = label;
                }

                wrong[z] = target.Count(Outside);
            }
        );
        if (wrong.Sum() == 0)
            return labels;
        var counts = new SortedDictionary<T, int>();
        for (var i = 0; i < labels.Voxels.Length; i++)
            if (labels.Voxels[i] == Outside)
                counts[values.Span[i]] = counts.GetValueOrDefault(values.Span[i]) + 1;
        var shown = string.Join(", ", counts.Take(5).Select(c => $"{c.Key} ({c.Value} voxels)"));
        throw new BadInputException(
            file.Path,
            $"holds values outside the table of {file.Table.Name}: {shown}{(counts.Count > 5 ? ", …" : "")}",
            $"give the discrete model, whose classes are 0 to {file.Table.Classes.Count - 1}"
        );
    }

    private static Volume<float> Clamped(BrainWebFile file, Volume<float> volume, int threads)
    {
        var wrong = new int[volume.Size.Z];
        Rows.ForEachPlane(
            volume.Size.Z,
            threads,
            z =>
            {
                var values = volume.Plane(z);
                if (TensorPrimitives.Min<float>(values) < -Slack || TensorPrimitives.Max<float>(values) > 1 + Slack)
                    foreach (var value in values)
                        wrong[z] += value is < -Slack or > 1 + Slack ? 1 : 0;
                TensorPrimitives.Clamp(values, 0, 1, values);
            }
        );
        return wrong.Sum() is var count && count == 0
            ? volume
            : throw new BadInputException(
                file.Path,
                $"{count} voxels are outside the range of a membership, 0 to 1",
                "give the fuzzy model as BrainWeb gives it"
            );
    }

    private static (VolumeGeometry Geometry, ReadOnlyMemory<byte> Bytes) ReadRaw(
        BrainWebFile file,
        IReadOnlyList<VolumeGeometry> grids
    )
    {
        var bytes = FileContent.Read(file.Path, (int)(2 * grids.Max(g => g.Size.Voxels)));
        foreach (var grid in grids)
            if (bytes.Length == grid.Size.Voxels || bytes.Length == 2 * grid.Size.Voxels)
                return (grid, bytes);
        var known = grids.Select(g =>
            $"{g.Size.Voxels} or {2 * g.Size.Voxels} bytes ({g.Size} voxels of 8 or 16 bits)"
        );
        var longest = 2 * grids.Max(g => g.Size.Voxels);
        throw new BadInputException(
            file.Path,
            $"holds {(bytes.Length > longest ? "more than " + longest : bytes.Length)} bytes, but raw models have "
                + string.Join(" or ", known),
            "download it again, as MINC if it is something else"
        );
    }

    /// <summary>The words of a file, lowest byte first.</summary>
    private static ReadOnlyMemory<ushort> RawWords(ReadOnlyMemory<byte> bytes)
    {
        var words = new ushort[bytes.Length / 2];
        bytes.Span.CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
        if (!BitConverter.IsLittleEndian)
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        return words;
    }
}
