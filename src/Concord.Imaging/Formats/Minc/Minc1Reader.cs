using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Minc;

/// <summary>
/// Reads MINC 1: .mnc and .mnc.gz files, netCDF of the classic format with a variable <c>image</c>. MINC 2 is
/// <see cref="Minc2Format"/>'s. Source: "MINC 1 Programmer's Guide", MNI.
/// </summary>
public static class Minc1Reader
{
    /// <summary>Reads where the volume lies and its voxels, as they are stored.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional MINC 1 image.</exception>
    public static MincImage Read(string path) => ImageStream.Read(path, file => Read(file, path));

    /// <summary>Reads where the volume lies, without its voxels.</summary>
    /// <exception cref="BadInputException">The header is missing, damaged, or not of a three-dimensional image.</exception>
    public static VolumeGeometry ReadGeometry(string path) =>
        ImageStream.Read(
            path,
            file =>
            {
                var header = NetcdfHeader.Read(file, path);
                return MincGeometry.Of(header.Variables, ImageOf(header, path), path, []);
            }
        );

    /// <summary>Reads what stands in a stream.</summary>
    /// <param name="file">Which is left open.</param>
    /// <param name="path">What the file is called in messages.</param>
    internal static MincImage Read(ImageStream file, string path)
    {
        var header = NetcdfHeader.Read(file, path);
        var image = ImageOf(header, path);
        var warnings = new List<string>();
        var geometry = MincGeometry.Of(header.Variables, image, path, warnings);
        var type = TypeOf(image, path);
        var isScaled = type is not (VoxelType.Float32 or VoxelType.Float64);
        NetcdfVariable[] needed = isScaled
            ?
            [
                image,
                MincScale.Require(header.Variables, image, "image-min", path),
                MincScale.Require(header.Variables, image, "image-max", path),
            ]
            : [image];
        var data = ReadData(file, header, needed, path);
        ReadOnlyMemory<byte> Get(NetcdfVariable v) => Part(data, header, v);
        var isUnsigned = type is VoxelType.UInt8 or VoxelType.UInt16 or VoxelType.UInt32;
        var scale = MincScale.Of(header.Variables, image, isUnsigned, path, Get);
        return new MincImage(path, geometry, type, isBigEndian: true, Get(image), scale, warnings);
    }

    private static NetcdfVariable ImageOf(NetcdfHeader header, string path) =>
        header.Variables.TryGetValue("image", out var image)
            ? image
            : throw new BadInputException(path, "holds no MINC image", "give a .mnc or .mnc.gz image");

    private static VoxelType TypeOf(NetcdfVariable image, string path)
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
            NetcdfType.Byte => isUnsigned ? VoxelType.UInt8 : VoxelType.Int8,
            NetcdfType.Int16 => isUnsigned ? VoxelType.UInt16 : VoxelType.Int16,
            NetcdfType.Int32 => isUnsigned ? VoxelType.UInt32 : VoxelType.Int32,
            NetcdfType.Float32 => VoxelType.Float32,
            NetcdfType.Float64 => VoxelType.Float64,
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
