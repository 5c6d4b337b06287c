using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>How many voxels a header promises, and whether a file can hold them.</summary>
/// <param name="Size">Voxels of one volume.</param>
/// <param name="Volumes">How many volumes follow each other.</param>
internal readonly record struct NiftiExtent(GridSize Size, long Volumes)
{
    // Far more than any scan has; a small file that unpacks to as many single voxels as bytes must not get through.
    private const long MaxVolumes = 1 << 16;

    /// <summary>Voxels of all volumes.</summary>
    public long Voxels => Size.Voxels * Volumes;

    /// <summary>The extent that a header gives, if it is one that an array can hold.</summary>
    public static NiftiExtent Of(NiftiHeader header, string path, bool isSeries)
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

        if (volumes > 1 && !isSeries)
            throw new BadInputException(path, $"holds {volumes} volumes (4D), not one", "split it and give one volume");
        if (volumes > MaxVolumes)
            throw new BadInputException(path, $"{volumes} volumes are too many", "2^16 is the limit: split it");
        long Side(int i) => i <= rank ? header.Dim(i) : 1;
        var voxels = (Int128)Side(1) * Side(2) * Side(3);
        if (voxels > 1 << 30)
            throw new BadInputException(
                path,
                $"{Side(1)}x{Side(2)}x{Side(3)} voxels are too many",
                "2^30 is the limit"
            );
        if (voxels * volumes > int.MaxValue)
            throw new BadInputException(
                path,
                $"{volumes} volumes of {Side(1)}x{Side(2)}x{Side(3)} voxels are too many",
                "2^31 is the limit for them all: split it"
            );
        return new(new((int)Side(1), (int)Side(2), (int)Side(3)), volumes);
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
