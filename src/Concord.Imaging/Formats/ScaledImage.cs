using System.Numerics.Tensors;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats;

/// <summary>An image whose values are the stored numbers, or those times a slope plus an intercept.</summary>
public class ScaledImage : StoredImage
{
    private const int Block = 1 << 16;
    private readonly VoxelFormat _format;
    private readonly ReadOnlyMemory<byte> _data;

    internal ScaledImage(
        string path,
        VolumeGeometry geometry,
        VoxelFormat format,
        ReadOnlyMemory<byte> data,
        IReadOnlyList<string> warnings
    )
        : base(path, geometry, warnings)
    {
        (_format, _data) = (format, data);
    }

    /// <summary>How its voxels are stored.</summary>
    public VoxelType Datatype => _format.Type;

    /// <inheritdoc/>
    public override Volume<float> ToIntensities(int threads = -1)
    {
        var values = GC.AllocateUninitializedArray<float>((int)Geometry.Size.Voxels);
        Intensities.Decode(Path, _format, _data, values, threads);
        return new(Geometry, values);
    }

    /// <inheritdoc/>
    public override Volume<int> ToLabels(int threads = -1)
    {
        var labels = new int[Geometry.Size.Voxels];
        if (!_format.IsScaled && VoxelDecoder.TryToInt32(_data.Span, _format.Type, _format.IsBigEndian, labels))
            return new(Geometry, labels);

        var (wrong, first) = (0L, labels.Length);
        var gate = new Lock();
        Parallel.For(
            0,
            (labels.Length + Block - 1) / Block,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new double[Math.Min(Block, labels.Length)],
            (block, _, buffer) =>
            {
                var start = block * Block;
                var values = buffer.AsSpan(0, Math.Min(Block, labels.Length - start));
                Decode(start, values);
                var (wrongHere, firstHere) = ToWhole(values, labels.AsSpan(start, values.Length));
                if (wrongHere > 0)
                    lock (gate)
                        (wrong, first) = (wrong + wrongHere, Math.Min(first, start + firstHere));
                return buffer;
            },
            _ => { }
        );
        if (wrong == 0)
            return new(Geometry, labels);
        double[] example = [0];
        Decode(first, example);
        throw new BadInputException(
            Path,
            $"{wrong} voxels are not label numbers (such as {example[0]})",
            "give a label map, not an image or a probability map"
        );
    }

    private void Decode(int start, Span<double> values)
    {
        var stored = _data.Span.Slice(start * _format.Bytes, values.Length * _format.Bytes);
        VoxelDecoder.ToDouble(stored, _format.Type, _format.IsBigEndian, values);
        if (!_format.IsScaled)
            return;
        TensorPrimitives.Multiply(values, _format.Slope, values);
        TensorPrimitives.Add(values, _format.Intercept, values);
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
