using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Minc;

/// <summary>
/// Reads MINC 1: .mnc and .mnc.gz files, netCDF of the classic format with a variable <c>image</c>. MINC 2 (HDF5) is
/// refused. Source: "MINC 1 Programmer's Guide", MNI.
/// </summary>
public static class Minc1Reader
{
    /// <summary>Reads where the volume lies and its voxels, as they are stored.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional MINC 1 image.</exception>
    public static Minc1Image Read(string path) =>
        ImageStream.Guard(
            path,
            () =>
            {
                using var file = ImageStream.Open(path);
                return Read(file, path);
            }
        );

    /// <summary>Reads what stands in a stream.</summary>
    /// <param name="file">Which is left open.</param>
    /// <param name="path">What the file is called in messages.</param>
    internal static Minc1Image Read(ImageStream file, string path)
    {
        var header = NetcdfHeader.Read(file, path);
        if (!header.Variables.TryGetValue("image", out var image))
            throw new BadInputException(path, "holds no MINC image", "give a .mnc or .mnc.gz image");
        var warnings = new List<string>();
        var geometry = MincGeometry.Of(header, image, path, warnings);
        var type = TypeOf(image, path);
        var isScaled = type is not (NiftiDatatype.Float32 or NiftiDatatype.Float64);
        NetcdfVariable[] needed = isScaled
            ?
            [
                image,
                MincScale.Require(header, image, "image-min", path),
                MincScale.Require(header, image, "image-max", path),
            ]
            : [image];
        var data = ReadData(file, header, needed, path);
        ReadOnlyMemory<byte> Get(NetcdfVariable v) => Part(data, header, v);
        var isUnsigned = type is NiftiDatatype.UInt8 or NiftiDatatype.UInt16 or NiftiDatatype.UInt32;
        var scale = MincScale.Of(header, image, isUnsigned, path, Get);
        return new Minc1Image(path, geometry, type, Get(image), scale, warnings);
    }

    private static NiftiDatatype TypeOf(NetcdfVariable image, string path)
    {
        // Bytes are unsigned unless the file says otherwise, other whole numbers signed.
        var isUnsigned = image.Text("signtype") switch
        {
            "unsigned" => true,
            "signed__" or "signed" => false,
            _ => image.Type == NetcdfType.Byte,
        };
        return image.Type switch
        {
            NetcdfType.Byte => isUnsigned ? NiftiDatatype.UInt8 : NiftiDatatype.Int8,
            NetcdfType.Int16 => isUnsigned ? NiftiDatatype.UInt16 : NiftiDatatype.Int16,
            NetcdfType.Int32 => isUnsigned ? NiftiDatatype.UInt32 : NiftiDatatype.Int32,
            NetcdfType.Float32 => NiftiDatatype.Float32,
            NetcdfType.Float64 => NiftiDatatype.Float64,
            _ => throw new BadInputException(path, "its image holds text, not numbers", "export it again"),
        };
    }

    /// <summary>All bytes behind the header that hold what is needed; the rest of the file is read and left.</summary>
    private static byte[] ReadData(ImageStream file, NetcdfHeader header, NetcdfVariable[] needed, string path)
    {
        var end = needed.Max(header.EndOf);
        if (needed.Any(v => v.Begin < header.Length || v.Parts < 1))
            throw new BadInputException(
                path,
                "its netCDF header says that data begins within the header",
                "the file is damaged: copy or download it again"
            );
        if (end > file.MostBytes)
            throw new BadInputException(
                path,
                $"its image needs {end} bytes, but the file holds {(file.IsCompressed ? "at most " : "")}{file.MostBytes}",
                "the file is cut short or its header is damaged"
            );
        if (end - header.Length > Array.MaxLength)
            throw new BadInputException(path, $"its image needs {end} bytes, more than 2 GiB", "crop it");
        var data = file.ReadAll(end - header.Length);
        file.CountRest(); // checks the checksum of gzip
        return data;
    }

    private static ReadOnlyMemory<byte> Part(byte[] data, NetcdfHeader header, NetcdfVariable variable)
    {
        var (start, bytes) = ((int)(variable.Begin - header.Length), (int)variable.PartBytes);
        if (!variable.IsRecord)
            return data.AsMemory(start, bytes);
        var parts = new byte[variable.Parts * bytes];
        for (var i = 0L; i < variable.Parts; i++)
            data.AsSpan((int)(start + i * header.RecordBytes), bytes).CopyTo(parts.AsSpan((int)(i * bytes)));
        return parts;
    }
}
