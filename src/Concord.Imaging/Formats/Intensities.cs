using System.Numerics.Tensors;

namespace Concord.Imaging.Formats;

/// <summary>Turns what a file stores into intensities.</summary>
internal static class Intensities
{
    private const int Block = 1 << 18;

    /// <summary>Decodes voxels, slope and intercept applied.</summary>
    /// <exception cref="BadInputException">A voxel is NaN or infinite.</exception>
    public static void Decode(
        string path,
        VoxelFormat format,
        ReadOnlyMemory<byte> data,
        Memory<float> values,
        int threads = -1
    )
    {
        var bytes = format.Bytes;
        var blocks = (values.Length + Block - 1) / Block;
        var isFinite = true;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            block =>
            {
                var start = block * Block;
                var target = values.Span.Slice(start, Math.Min(Block, values.Length - start));
                var source = data.Span.Slice(start * bytes, target.Length * bytes);
                if (!format.IsScaled)
                    VoxelDecoder.ToSingle(source, format.Type, format.IsBigEndian, target);
                else
                    VoxelDecoder.ToScaledSingle(source, format, target);
                // While they are in the cache.
                if (!TensorPrimitives.IsFiniteAll<float>(target))
                    Volatile.Write(ref isFinite, false);
            }
        );
        if (!isFinite)
            RefuseNotFinite(path, values.Span);
    }

    /// <summary>Says how many values aren't finite.</summary>
    /// <exception cref="BadInputException">Always.</exception>
    public static void RefuseNotFinite(string path, ReadOnlySpan<float> values)
    {
        var count = 0;
        foreach (var value in values)
            count += float.IsFinite(value) ? 0 : 1;
        throw new BadInputException(path, $"{count} voxels are NaN or infinite", "replace them, for instance by 0");
    }
}
