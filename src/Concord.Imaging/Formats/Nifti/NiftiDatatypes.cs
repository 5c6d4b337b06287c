namespace Concord.Imaging.Formats.Nifti;

/// <summary>What is known of NIfTI's datatype codes.</summary>
internal static class NiftiDatatypes
{
    /// <summary>Bytes of a voxel.</summary>
    public static int Bytes(NiftiDatatype type) =>
        type switch
        {
            NiftiDatatype.UInt8 or NiftiDatatype.Int8 => 1,
            NiftiDatatype.Int16 or NiftiDatatype.UInt16 => 2,
            NiftiDatatype.Int32 or NiftiDatatype.UInt32 or NiftiDatatype.Float32 => 4,
            _ => 8,
        };

    /// <summary>The type of a code, or an error that says why that kind of voxel is refused.</summary>
    public static NiftiDatatype Require(int code, string path)
    {
        if (Enum.IsDefined((NiftiDatatype)code))
            return (NiftiDatatype)code;
        var (what, remedy) = code switch
        {
            1 => ("holds single bits", "convert it to uint8"),
            32 or 1792 or 2048 => ("holds complex numbers", "save the magnitude image"),
            128 or 2304 => ("holds colours (RGB), not intensities", "save it as a grey image"),
            1536 => ("holds 128-bit floats", "convert it to float32"),
            _ => ($"has the unknown datatype {code}", "convert it to float32"),
        };
        throw new BadInputException(path, what, remedy);
    }

    /// <summary>The code of a .NET type.</summary>
    public static NiftiDatatype Of<T>() =>
        default(T) switch
        {
            byte => NiftiDatatype.UInt8,
            sbyte => NiftiDatatype.Int8,
            short => NiftiDatatype.Int16,
            ushort => NiftiDatatype.UInt16,
            int => NiftiDatatype.Int32,
            uint => NiftiDatatype.UInt32,
            long => NiftiDatatype.Int64,
            ulong => NiftiDatatype.UInt64,
            float => NiftiDatatype.Float32,
            double => NiftiDatatype.Float64,
            _ => throw new NotSupportedException($"NIfTI has no voxels of {typeof(T).Name}."),
        };
}
