namespace Concord.Imaging.Formats.Nifti;

/// <summary>What NIfTI's datatype codes mean.</summary>
internal static class NiftiDatatypes
{
    /// <summary>The type of a code, or an error that says why that kind of voxel is refused.</summary>
    public static VoxelType Require(int code, string path)
    {
        if (Enum.IsDefined((VoxelType)code))
            return (VoxelType)code;
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
}
