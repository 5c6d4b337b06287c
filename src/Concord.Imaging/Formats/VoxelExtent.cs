using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats;

/// <summary>How many voxels a header promises, and whether a file can hold them.</summary>
/// <param name="Size">Voxels of one volume.</param>
/// <param name="Volumes">How many volumes follow each other.</param>
internal readonly record struct VoxelExtent(GridSize Size, long Volumes)
{
    /// <summary>Voxels of all volumes.</summary>
    public long Voxels => Size.Voxels * Volumes;

    /// <summary>One volume, if it is one that an array can hold.</summary>
    /// <exception cref="BadInputException">A side is below 1, or there are more than 2^30 voxels.</exception>
    public static VoxelExtent Of(string path, long x, long y, long z, long volumes = 1)
    {
        if (x < 1 || y < 1 || z < 1)
            throw new BadInputException(
                path,
                $"{x}x{y}x{z} voxels are no volume",
                "the header is damaged: export it again"
            );
        // Products of 128 bits: a header may say anything.
        if (x > int.MaxValue || y > int.MaxValue || z > int.MaxValue || (Int128)x * y * z > 1 << 30)
            throw new BadInputException(path, $"{x}x{y}x{z} voxels are too many", "2^30 is the limit");
        return new(new((int)x, (int)y, (int)z), volumes);
    }

    /// <summary>Refuses a size that the file can't hold, before anything of that size is allocated.</summary>
    public void RequireBytes(ImageStream file, string path, long needed)
    {
        var most = file.MostBytes;
        if (needed > most)
            throw new BadInputException(
                path,
                $"{this} voxels need {needed} bytes, but the file holds {(file.IsCompressed ? "at most " : "")}{most}",
                "the file is cut short or its header is damaged"
            );
        if (needed > Array.MaxLength)
            throw new BadInputException(
                path,
                $"{this} voxels take {needed} bytes, more than 2 GiB",
                "save it with fewer bytes a voxel, or crop it"
            );
    }

    /// <summary>Reads the voxels to the end of the file, which also checks the checksum of gzip.</summary>
    public byte[] ReadVoxels(ImageStream file, string path, long bytes)
    {
        var voxels = file.ReadAll(bytes);
        var surplus = file.CountRest();
        // Less than a slice may be a writer's padding.
        return surplus < bytes / (Size.Z * Volumes) || surplus == 0
            ? voxels
            : throw new BadInputException(
                path,
                $"holds {surplus} bytes more than {this} voxels take",
                "its header is damaged: export it again"
            );
    }

    /// <summary>As people write it: 182x218x182, or 182x218x182x3 for three volumes.</summary>
    public override string ToString() => Volumes == 1 ? $"{Size}" : $"{Size}x{Volumes}";
}
