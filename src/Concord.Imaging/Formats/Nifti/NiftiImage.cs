using System.Numerics.Tensors;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>A file in memory: header, extensions and voxels as they were stored, and where they lie.</summary>
public sealed class NiftiImage
{
    private const int Block = 1 << 16;
    private readonly byte[] _data;

    internal NiftiImage(
        string path,
        NiftiHeader header,
        NiftiDatatype datatype,
        VolumeGeometry geometry,
        byte[] extensions,
        byte[] data,
        IReadOnlyList<string> warnings
    )
    {
        (Path, Header, Datatype, Geometry, _data, Warnings) = (path, header, datatype, geometry, data, warnings);
        Extensions = extensions;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its header.</summary>
    public NiftiHeader Header { get; }

    /// <summary>How its voxels are stored.</summary>
    public NiftiDatatype Datatype { get; }

    /// <summary>Where it lies.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>The header extensions, as stored, beginning with the four bytes that say whether there are any.</summary>
    public ReadOnlyMemory<byte> Extensions { get; }

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Intensities, with the header's slope and intercept applied.</summary>
    /// <exception cref="BadInputException">A voxel is NaN or infinite.</exception>
    public Volume<float> ToIntensities()
    {
        var values = GC.AllocateUninitializedArray<float>((int)Geometry.Size.Voxels);
        Intensities.Decode(Path, Header, Datatype, _data, values);
        return new(Geometry, values);
    }

    /// <summary>Label values.</summary>
    /// <exception cref="BadInputException">A voxel isn't a whole number that fits 32 bits.</exception>
    public Volume<int> ToLabels()
    {
        var labels = new int[Geometry.Size.Voxels];
        var scale = Intensities.Scale(Path, Header);
        var isScaled = scale != (1, 0);
        if (!isScaled && VoxelDecoder.TryToInt32(_data, Datatype, Header.IsBigEndian, labels))
            return new(Geometry, labels);

        var bytes = NiftiDatatypes.Bytes(Datatype);
        var (wrong, first) = (0L, labels.Length);
        var gate = new Lock();
        Parallel.For(
            0,
            (labels.Length + Block - 1) / Block,
            () => new double[Math.Min(Block, labels.Length)],
            (block, _, buffer) =>
            {
                var start = block * Block;
                var values = buffer.AsSpan(0, Math.Min(Block, labels.Length - start));
                var stored = _data.AsSpan(start * bytes, values.Length * bytes);
                VoxelDecoder.ToDouble(stored, Datatype, Header.IsBigEndian, values);
                if (isScaled)
                {
                    TensorPrimitives.Multiply(values, scale.Slope, values);
                    TensorPrimitives.Add(values, scale.Intercept, values);
                }

                var (wrongHere, firstHere) = ToWhole(values, labels.AsSpan(start, values.Length));
                if (wrongHere > 0)
                    lock (gate)
                        (wrong, first) = (wrong + wrongHere, Math.Min(first, start + firstHere));
                return buffer;
            },
            _ => { }
        );
        return wrong == 0
            ? new(Geometry, labels)
            : throw new BadInputException(
                Path,
                $"{wrong} voxels are not label numbers (such as {Value(first)})",
                "give a label map, not an image or a probability map"
            );

        double Value(int voxel)
        {
            double[] value = [0];
            VoxelDecoder.ToDouble(_data.AsSpan(voxel * bytes, bytes), Datatype, Header.IsBigEndian, value);
            return isScaled ? value[0] * scale.Slope + scale.Intercept : value[0];
        }
    }

    // How many aren't whole numbers of 32 bits, and the first of them.
    private static (int Wrong, int First) ToWhole(ReadOnlySpan<double> values, Span<int> labels)
    {
        var (wrong, first) = (0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            var rounded = Math.Round(values[i]);
            // Float rounding of a scaled value is forgiven; NaN fails the comparison.
            if (Math.Abs(values[i] - rounded) <= 1e-3 && Math.Abs(rounded) <= int.MaxValue)
                labels[i] = (int)rounded;
            else if (wrong++ == 0)
                first = i;
        }

        return (wrong, first);
    }
}
