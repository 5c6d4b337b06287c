namespace Concord.Imaging.Formats.Nifti;

/// <summary>How many voxels a header promises.</summary>
internal static class NiftiDims
{
    // Far more than any scan has; a small file that unpacks to as many single voxels as bytes must not get through.
    private const long MaxVolumes = 1 << 16;

    /// <summary>The extent that a header gives, if it is one that an array can hold.</summary>
    public static VoxelExtent Of(NiftiHeader header, string path, bool isSeries)
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
        var extent = VoxelExtent.Of(path, Side(1), Side(2), Side(3), volumes);
        if (extent.Voxels > int.MaxValue)
            throw new BadInputException(
                path,
                $"{volumes} volumes of {Side(1)}x{Side(2)}x{Side(3)} voxels are too many",
                "2^31 is the limit for them all: split it"
            );
        return extent;
    }
}
