using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Formats;
using Concord.Imaging.Formats.BrainWeb;
using Concord.Imaging.Formats.Minc;
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
    public static (Volume<byte> Labels, IReadOnlyList<string> Warnings) ReadLabels(BrainWebFile file, int threads)
    {
        var classes = file.Table.Classes;
        var image = Open(file);
        var values = image.ToLabels(threads);
        // The raw files of 16 bits hold the number times 16, but a plain number is understood too.
        var isStretched = !file.IsMinc && Largest(image) == Largest12 && TensorPrimitives.Max<int>(values.Voxels) >= 16;
        Func<int, byte> classOf = isStretched ? v => Stretched(v, classes) : v => Plain(v, classes);
        return (Map(file, values, classOf, threads), image.Warnings);
    }

    /// <summary>The memberships of a class, in [0, 1].</summary>
    /// <exception cref="BadInputException">A value is larger than any membership.</exception>
    public static (Volume<float> Membership, IReadOnlyList<string> Warnings) ReadMembership(
        BrainWebFile file,
        int threads
    )
    {
        var image = Open(file);
        var volume = image.ToIntensities(threads);
        if (!file.IsMinc)
            Rows.ForEachPlane(
                volume.Size.Z,
                threads,
                z => TensorPrimitives.Divide(volume.Plane(z), Largest(image), volume.Plane(z))
            );
        return (Clamped(file, volume, threads), image.Warnings);
    }

    private static StoredImage Open(BrainWebFile file) =>
        file.IsMinc ? Minc1Reader.Read(file.Path) : BrainWebRawReader.Read(file.Path);

    private static float Largest(StoredImage raw) =>
        raw is ScaledImage { Datatype: VoxelType.UInt8 } ? Largest8 : Largest12;

    private static byte Plain(int value, IReadOnlyList<BrainWebClass> classes) =>
        (uint)value < (uint)classes.Count ? (byte)classes[value] : Outside;

    // 0 to 255 over 0 to 4095 gives 16.06 times the number, which may be rounded up.
    private static byte Stretched(int value, IReadOnlyList<BrainWebClass> classes) =>
        (value & 15) <= 1 ? Plain(value >> 4, classes) : Outside;

    private static Volume<byte> Map(BrainWebFile file, Volume<int> values, Func<int, byte> classOf, int threads)
    {
        var labels = new Volume<byte>(values.Geometry);
        var wrong = new int[values.Size.Z];
        Rows.ForEachPlane(
            values.Size.Z,
            threads,
            z =>
            {
                var source = values.Plane(z);
                var target = labels.Plane(z);
                // Neighbours are mostly alike, so that a function need not be called for each.
                var (last, label) = (source[0], classOf(source[0]));
                for (var i = 0; i < source.Length; i++)
                {
                    if (source[i] != last)
                        (last, label) = (source[i], classOf(source[i]));
                    target[i] = label;
                }

                wrong[z] = target.Count(Outside);
            }
        );
        if (wrong.Sum() == 0)
            return labels;
        var counts = new SortedDictionary<int, int>();
        for (var i = 0; i < labels.Voxels.Length; i++)
            if (labels.Voxels[i] == Outside)
                counts[values.Voxels[i]] = counts.GetValueOrDefault(values.Voxels[i]) + 1;
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
}
