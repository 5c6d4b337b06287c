using System.Buffers.Binary;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>Reads NIfTI-1 and NIfTI-2: .nii, .nii.gz and .hdr/.img pairs (gzipped or not), in either byte order.</summary>
public static class NiftiReader
{
    private const long MaxExtensions = 64L << 20;
    private const double MaxOffset = 1L << 60;

    /// <summary>Reads header and voxels.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional NIfTI image.</exception>
    public static NiftiImage Read(string path)
    {
        var c = ReadContent(path, isSeries: false);
        return new(path, c.Header, c.Geometry, c.Format, c.Extensions, c.Data, c.Warnings);
    }

    /// <summary>Reads every volume of a file of up to seven dimensions; one of three gives one volume.</summary>
    /// <exception cref="BadInputException">
    /// The file is missing, damaged, not NIfTI, larger than 2 GiB, or has voxels that are NaN or infinite.
    /// </exception>
    public static NiftiSeries ReadSeries(string path)
    {
        var c = ReadContent(path, isSeries: true);
        var bytes = (int)c.Geometry.Size.Voxels * c.Format.Bytes;
        var volumes = new Volume<float>[c.Data.Length / bytes];
        for (var i = 0; i < volumes.Length; i++)
        {
            volumes[i] = new(c.Geometry);
            Intensities.Decode(path, c.Format, c.Data.AsMemory(i * bytes, bytes), volumes[i].Voxels);
        }

        return new(path, c.Header, c.Geometry, volumes, c.Warnings);
    }

    /// <summary>Reads where a volume lies, without its voxels.</summary>
    /// <exception cref="BadInputException">The header is missing, damaged, or not of a three-dimensional image.</exception>
    public static VolumeGeometry ReadGeometry(string path)
    {
        var headerPath = HeaderPath(path);
        return ImageStream.Guard(
            headerPath,
            () =>
            {
                using var file = ImageStream.Open(headerPath);
                var header = ReadHeader(file, headerPath, out _);
                return NiftiGeometry.Of(header, NiftiDims.Of(header, path, isSeries: false).Size, path, []);
            }
        );
    }

    /// <summary>The files that reading an image looks at: one, or the two of a pair.</summary>
    internal static IReadOnlyList<string> FilesOf(string path)
    {
        var header = HeaderPath(path);
        var image = ImagePath(header);
        return header != image && File.Exists(image) ? [header, image] : [header];
    }

    private static Content ReadContent(string path, bool isSeries)
    {
        var headerPath = HeaderPath(path);
        return ImageStream.Guard(
            headerPath,
            () =>
            {
                using var file = ImageStream.Open(headerPath);
                var header = ReadHeader(file, headerPath, out var isPair);
                var format = FormatOf(header, path);
                var extent = NiftiDims.Of(header, path, isSeries);
                var warnings = new List<string>();
                var geometry = NiftiGeometry.Of(header, extent.Size, path, warnings);
                var bytes = extent.Voxels * format.Bytes;
                if (isPair)
                {
                    // A number that isn't one is 0.
                    var before = (long)Math.Clamp(header.VoxelOffset, 0, MaxOffset);
                    var imagePath = ImagePath(headerPath);
                    var ofPair = file.ReadRest(MaxExtensions);
                    return ImageStream.Guard(
                        imagePath,
                        () =>
                        {
                            using var image = ImageStream.Open(imagePath);
                            extent.RequireBytes(image, imagePath, before + bytes);
                            image.Skip(before);
                            var ofImage = extent.ReadVoxels(image, imagePath, bytes);
                            var extra = ofPair.Length >= 4 ? ofPair : new byte[4];
                            return new Content(header, format, geometry, extra, ofImage, warnings);
                        }
                    );
                }

                var headerLength = header.Bytes.Length;
                var offset = Math.Max((long)header.VoxelOffset, headerLength);
                extent.RequireBytes(file, path, offset + bytes);
                if (offset - headerLength > MaxExtensions)
                    throw new BadInputException(
                        path,
                        $"its voxels start {offset} bytes in",
                        "mend vox_offset in the header"
                    );
                var extensions = file.ReadAll(offset - headerLength);
                var data = extent.ReadVoxels(file, path, bytes);
                return new Content(header, format, geometry, extensions, data, warnings);
            }
        );
    }

    private static VoxelFormat FormatOf(NiftiHeader header, string path)
    {
        var type = NiftiDatatypes.Require(header.DatatypeCode, path);
        var (slope, intercept) = (header.Slope, header.Intercept);
        if (!double.IsFinite(slope) || slope == 0)
            return new(type, header.IsBigEndian);
        return double.IsFinite(intercept)
            ? new(type, header.IsBigEndian, slope, intercept)
            : throw new BadInputException(path, $"scl_inter is {intercept}", "mend it in the header");
    }

    private static NiftiHeader ReadHeader(ImageStream file, string path, out bool isPair)
    {
        var start = file.ReadAll(4);
        var little = BinaryPrimitives.ReadInt32LittleEndian(start);
        var big = BinaryPrimitives.ReadInt32BigEndian(start);
        var version =
            little == 348 || big == 348 ? 1
            : little == 540 || big == 540 ? 2
            : 0;
        if (version == 0)
            throw new BadInputException(path, "not a NIfTI file", "give a .nii, .nii.gz or .hdr/.img image");
        var rest = file.ReadAll(version == 1 ? 344 : 536);
        byte[] bytes = [.. start, .. rest];
        var magic = bytes.AsSpan(version == 1 ? 344 : 4, version == 1 ? 4 : 8);
        var isSingle = magic.SequenceEqual(version == 1 ? "n+1\0"u8 : "n+2\0\r\n\u001a\n"u8);
        isPair = magic.SequenceEqual(version == 1 ? "ni1\0"u8 : "ni2\0\r\n\u001a\n"u8);
        if (!isSingle && !isPair)
        {
            var what = magic[..1].SequenceEqual("\0"u8)
                ? "an ANALYZE 7.5 file, which doesn't say where left is"
                : "wrong magic";
            throw new BadInputException(path, what, "convert it to NIfTI");
        }

        return new(bytes, version, big is 348 or 540);
    }

    private static string HeaderPath(string path)
    {
        var stem =
            path.EndsWith(".img", StringComparison.OrdinalIgnoreCase) ? path[..^4]
            : path.EndsWith(".img.gz", StringComparison.OrdinalIgnoreCase) ? path[..^7]
            : null;
        if (stem is null)
            return path;
        return File.Exists(stem + ".hdr.gz") && !File.Exists(stem + ".hdr") ? stem + ".hdr.gz" : stem + ".hdr";
    }

    private static string ImagePath(string headerPath)
    {
        var isCompressed = headerPath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var stem = isCompressed ? headerPath[..^3] : headerPath;
        var image = (stem.EndsWith(".hdr", StringComparison.OrdinalIgnoreCase) ? stem[..^4] : stem) + ".img";
        return File.Exists(image + ".gz") && !File.Exists(image) ? image + ".gz" : image;
    }

    private sealed record Content(
        NiftiHeader Header,
        VoxelFormat Format,
        VolumeGeometry Geometry,
        byte[] Extensions,
        byte[] Data,
        IReadOnlyList<string> Warnings
    );
}
