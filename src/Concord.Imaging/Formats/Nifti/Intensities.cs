using System.Numerics.Tensors;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>Turns what a file stores into intensities.</summary>
internal static class Intensities
{
    private const int Block = 1 << 18;

    /// <summary>Decodes voxels, with the header's slope and intercept applied.</summary>
    /// <exception cref="BadInputException">A voxel is NaN or infinite.</exception>
    public static void Decode(
        string path,
        NiftiHeader header,
        NiftiDatatype datatype,
        ReadOnlyMemory<byte> data,
        Memory<float> values
    )
    {
        var scale = Scale(path, header);
        var bytes = NiftiDatatypes.Bytes(datatype);
        var blocks = (values.Length + Block - 1) / Block;
        var isFinite = true;
        Parallel.For(
            0,
            blocks,
            block =>
            {
                var start = block * Block;
                var target = values.Span.Slice(start, Math.Min(Block, values.Length - start));
                var source = data.Span.Slice(start * bytes, target.Length * bytes);
                if (scale == (1, 0))
                    VoxelDecoder.ToSingle(source, datatype, header.IsBigEndian, target);
                else
                    VoxelDecoder.ToScaledSingle(source, datatype, header.IsBigEndian, scale, target);
                // While they are in the cache.
                if (!TensorPrimitives.IsFiniteAll<float>(target))
                    Volatile.Write(ref isFinite, false);
            }
        );
        if (isFinite)
            return;
        var count = 0;
        foreach (var value in values.Span)
            count += float.IsFinite(value) ? 0 : 1;
        throw new BadInputException(path, $"{count} voxels are NaN or infinite", "replace them, for instance by 0");
    }

    /// <summary>What stored values are multiplied by, and what is then added.</summary>
    public static (double Slope, double Intercept) Scale(string path, NiftiHeader header)
    {
        var (slope, intercept) = (header.Slope, header.Intercept);
        if (!double.IsFinite(slope) || slope == 0)
            return (1, 0);
        return double.IsFinite(intercept)
            ? (slope, intercept)
            : throw new BadInputException(path, $"scl_inter is {intercept}", "mend it in the header");
    }
}
