using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.BrainWeb;

/// <summary>
/// Reads voxels without a header, gzipped or not, as BrainWeb gives them. What they are says the description beside them, or
/// the number of bytes, which each of BrainWeb's grids has its own of.
/// </summary>
public static class BrainWebRawReader
{
    // BrainWeb's words have 12 bits. A value may come out a thousandth too large.
    private const int Largest12 = 4100;

    /// <summary>Reads a file, whatever its name.</summary>
    /// <exception cref="BadInputException">
    /// Neither its length nor a description says what it is, it is cut short or damaged, its description is wrong, or it has
    /// words of more than 12 bits that no description speaks of.
    /// </exception>
    public static ScaledImage Read(string path)
    {
        var description = Describe(path);
        var size = description.Geometry.Size;
        var format = new VoxelFormat(description.Type, description.IsBigEndian);
        var bytes = size.Voxels * format.Bytes;
        var data = ImageStream.Read(
            path,
            file =>
            {
                if (bytes > file.MostBytes || (!file.IsCompressed && bytes < file.MostBytes))
                    throw Unlike(path, description, $"{(file.IsCompressed ? "at most " : "")}{file.MostBytes}");
                new VoxelExtent(size, 1).RequireBytes(file, path, bytes);
                var voxels = file.ReadAll(bytes);
                return file.CountRest() is var more && more == 0
                    ? voxels
                    : throw Unlike(path, description, $"{bytes + more}");
            }
        );
        var image = new ScaledImage(path, description.Geometry, format, data, []);
        if (!description.IsGiven && format.Bytes == 2)
            Require12Bits(path, data);
        return image;
    }

    /// <summary>What a file holds, by the description beside it or its length.</summary>
    /// <exception cref="BadInputException">Neither says it.</exception>
    internal static BrainWebDescription Describe(string path)
    {
        if (BrainWebDescription.Beside(path) is { } given)
            return given;
        var longest = 2 * BrainWebGrids.All.Max(g => g.Size.Voxels);
        var length = ImageStream.Read(path, f => f.IsCompressed ? f.CountRest(longest) : f.MostBytes);
        foreach (var grid in BrainWebGrids.All)
        {
            if (length == grid.Size.Voxels)
                return new(grid, VoxelType.UInt8);
            if (length == 2 * grid.Size.Voxels)
                return new(grid, VoxelType.UInt16);
        }

        var known = BrainWebGrids.All.Select(g => $"{g.Size.Voxels} ({g.Size})");
        throw new BadInputException(
            path,
            $"holds {(length > longest ? $"more than {longest}" : length)} bytes; BrainWeb's raw files have "
                + $"{string.Join(", ", known)}, or twice that of 12 bits",
            $"download it again if it is cut short; if it is another, write {Path.GetFileName(BrainWebDescription.PathOf(path))} "
                + "beside it with the lines size: 181 217 181, spacing: 1 1 1, start: -90 -126 -72 and type: byte or short"
        );
    }

    private static BadInputException Unlike(string path, BrainWebDescription description, string holds) =>
        new(
            path,
            $"{description.Geometry.Size} voxels of {VoxelTypes.Bytes(description.Type)} bytes need "
                + $"{description.Geometry.Size.Voxels * VoxelTypes.Bytes(description.Type)} bytes, but the file holds {holds}",
            description.IsGiven
                ? $"correct {Path.GetFileName(BrainWebDescription.PathOf(path))}, or copy the file again if it is cut short"
                : "copy or download it again"
        );

    // Words whose bytes stand the other way round are far above that.
    private static void Require12Bits(string path, byte[] data)
    {
        if (TensorPrimitives.Max(MemoryMarshal.Cast<byte, ushort>(data)) > Largest12)
            throw new BadInputException(
                path,
                "holds values above 4095, which BrainWeb's 12 bits don't reach",
                $"if its bytes stand the other way round, say so in {Path.GetFileName(BrainWebDescription.PathOf(path))}: "
                    + "see docs/formats.md"
            );
    }
}
