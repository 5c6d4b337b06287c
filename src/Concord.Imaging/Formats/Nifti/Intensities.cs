using System.Numerics.Tensors;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>Turns what a file stores into intensities.</summary>
internal static class Intensities
{
    /// <summary>Decodes voxels, with the header's slope and intercept applied.</summary>
    /// <exception cref="BadInputException">A voxel is NaN or infinite.</exception>
    public static void Decode(
        string path,
        NiftiHeader header,
        NiftiDatatype datatype,
        ReadOnlySpan<byte> data,
        Span<float> values
    )
    {
        var scale = Scale(path, header);
        if (scale == (1, 0))
            VoxelDecoder.ToSingle(data, datatype, header.IsBigEndian, values);
        else
            VoxelDecoder.ToScaledSingle(data, datatype, header.IsBigEndian, scale, values);
        if (TensorPrimitives.IsFiniteAll<float>(values))
            return;
        var count = 0;
        foreach (var value in values)
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
