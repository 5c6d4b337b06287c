using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>Reads NIfTI-1 and NIfTI-2: .nii, .nii.gz and .hdr/.img pairs (gzipped or not), in either byte order.</summary>
public static class NiftiReader
{
    // Deflate can't shrink its input by more than this (RFC 1951: 258 bytes by one bit of literal and one of distance).
    private const long DeflateLimit = 1032;
    private const long MaxExtensions = 64L << 20;

    /// <summary>Reads header and voxels.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional NIfTI image.</exception>
    public static NiftiImage Read(string path)
    {
        var headerPath = HeaderPath(path);
        return Guard(
            headerPath,
            () =>
            {
                using var file = NiftiStream.Open(headerPath);
                var header = ReadHeader(file, headerPath, out var isPair);
                var datatype = NiftiDatatypes.Require(header.DatatypeCode, path);
                var size = RequireSize(header, path);
                var warnings = new List<string>();
                var geometry = NiftiGeometry.Of(header, size, path, warnings);
                var bytes = size.Voxels * NiftiDatatypes.Bytes(datatype);
                if (isPair)
                {
                    var imagePath = ImagePath(headerPath);
                    var ofPair = file.ReadRest(MaxExtensions);
                    return Guard(
                        imagePath,
                        () =>
                        {
                            using var image = NiftiStream.Open(imagePath);
                            RequireBytes(image, imagePath, (long)header.VoxelOffset + bytes, size);
                            image.Skip((long)header.VoxelOffset);
                            return new NiftiImage(
                                path,
                                header,
                                datatype,
                                geometry,
                                ofPair.Length >= 4 ? ofPair : new byte[4],
                                ReadVoxels(image, imagePath, bytes, size),
                                warnings
                            );
                        }
                    );
                }

                var headerLength = header.Bytes.Length;
                var offset = Math.Max((long)header.VoxelOffset, headerLength);
                RequireBytes(file, path, offset + bytes, size);
                if (offset - headerLength > MaxExtensions)
                    throw new BadInputException(
                        path,
                        $"its voxels start {offset} bytes in",
                        "mend vox_offset in the header"
                    );
                var extensions = file.ReadAll(offset - headerLength);
                return new NiftiImage(
                    path,
                    header,
                    datatype,
                    geometry,
                    extensions,
                    ReadVoxels(file, path, bytes, size),
                    warnings
                );
            }
        );
    }

    /// <summary>Reads where a volume lies, without its voxels.</summary>
    /// <exception cref="BadInputException">The header is missing, damaged, or not of a three-dimensional image.</exception>
    public static VolumeGeometry ReadGeometry(string path)
    {
        var headerPath = HeaderPath(path);
        return Guard(
            headerPath,
            () =>
            {
                using var file = NiftiStream.Open(headerPath);
                var header = ReadHeader(file, headerPath, out _);
                return NiftiGeometry.Of(header, RequireSize(header, path), path, []);
            }
        );
    }

    private static NiftiHeader ReadHeader(NiftiStream file, string path, out bool isPair)
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

    private static GridSize RequireSize(NiftiHeader header, string path)
    {
        var rank = header.Dim(0);
        if (rank is < 1 or > 7)
            throw new BadInputException(
                path,
                $"dim[0] is {rank}, not 1 to 7",
                "the header is damaged: export it again"
            );
        var volumes = 1L;
        for (var i = 1; i <= rank; i++)
        {
            var dim = header.Dim(i);
            if (dim < 1)
                throw new BadInputException(path, $"dim[{i}] is {dim}", "the header is damaged: export it again");
            if (i <= 3 && dim > int.MaxValue || i > 3 && dim > 1 << 20)
                throw new BadInputException(
                    path,
                    $"dim[{i}] is {dim}, absurdly large",
                    "the header is damaged: export it again"
                );
            if (i > 3)
                volumes = Math.Min(volumes * dim, 1L << 40);
        }

        if (volumes > 1)
            throw new BadInputException(path, $"holds {volumes} volumes (4D), not one", "split it and give one volume");
        long Side(int i) => i <= rank ? header.Dim(i) : 1;
        var voxels = (Int128)Side(1) * Side(2) * Side(3);
        if (voxels > 1 << 30)
            throw new BadInputException(
                path,
                $"{Side(1)}x{Side(2)}x{Side(3)} voxels are too many",
                "2^30 is the limit"
            );
        return new((int)Side(1), (int)Side(2), (int)Side(3));
    }

    /// <summary>Refuses a size that the file can't hold, before anything of that size is allocated.</summary>
    private static void RequireBytes(NiftiStream file, string path, long needed, GridSize size)
    {
        var most = file.IsCompressed ? file.Length * DeflateLimit + 1024 : file.Length;
        if (needed > most)
            throw new BadInputException(
                path,
                $"{size} voxels need {needed} bytes, but the file holds {(file.IsCompressed ? "at most " : "")}{most}",
                "the file is cut short or its header is damaged"
            );
        if (needed > Array.MaxLength)
            throw new BadInputException(
                path,
                $"{size} voxels take {needed} bytes, more than 2 GiB",
                "save it with fewer bytes a voxel, or crop it"
            );
    }

    /// <summary>Reads the voxels to the end of the file, which also checks the checksum of gzip.</summary>
    private static byte[] ReadVoxels(NiftiStream file, string path, long bytes, GridSize size)
    {
        var voxels = file.ReadAll(bytes);
        var surplus = file.CountRest();
        // Less than a slice may be a writer's padding.
        return surplus < bytes / size.Z || surplus == 0
            ? voxels
            : throw new BadInputException(
                path,
                $"holds {surplus} bytes more than {size} voxels take",
                "its header is damaged: export it again"
            );
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

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException e)
        {
            throw new BadInputException(path, "ends too early: the file is cut short", "copy or download it again", e);
        }
        catch (NotSupportedException e)
        {
            throw new BadInputException(path, "is a pipe, not a file", "write the image to a file first", e);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException(path, "damaged gzip data", "copy or download it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var what =
                Directory.Exists(path) ? "is a folder, not an image"
                : e is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : e.Message;
            throw new BadInputException(path, what, "check the path and its permissions", e);
        }
    }
}
