namespace Concord.Learning.Inference;

/// <summary>Where tiles start along one axis, and how they weigh.</summary>
internal sealed class TilePlan
{
    /// <param name="from">The first voxel that tiles have to cover.</param>
    /// <param name="size">How many they have to cover.</param>
    /// <param name="tile">Voxels of a tile.</param>
    /// <param name="overlap">Voxels of a tile that its neighbour covers too, at least.</param>
    /// <param name="stride">A tile that is larger than what it has to cover shrinks to a multiple of this.</param>
    /// <param name="volume">Voxels of the volume, beyond which a tile reaches only if it must.</param>
    public TilePlan(int from, int size, int tile, int overlap, int stride, int volume)
    {
        Tile = Math.Min(tile, RoundUp(size, stride));
        var count = Count(size, Tile, overlap);
        Starts = new int[count];
        Starts[0] = Math.Max(0, Math.Min(from, volume - Tile));
        for (var i = 1; i < count; i++)
            Starts[i] = from + (int)Math.Round((double)i * (size - Tile) / (count - 1));

        // A Gaussian over an eighth of the tile, as sliding windows commonly have; never 0, so that every voxel counts.
        Weights = new float[Tile];
        var (centre, sigma) = ((Tile - 1) / 2.0, Tile / 8.0);
        for (var i = 0; i < Tile; i++)
            Weights[i] = (float)Math.Max(1e-3, Math.Exp(-0.5 * Math.Pow((i - centre) / sigma, 2)));
    }

    /// <summary>Voxels of a tile.</summary>
    public int Tile { get; }

    /// <summary>The first voxel of each tile, ascending.</summary>
    public int[] Starts { get; }

    /// <summary>The voxel after the last tile.</summary>
    public int End => Starts[^1] + Tile;

    /// <summary>The weight of each voxel of a tile.</summary>
    public float[] Weights { get; }

    /// <summary>How many tiles cover so many voxels.</summary>
    internal static int Count(int size, int tile, int overlap)
    {
        var step = Math.Max(1, tile - overlap);
        return size <= tile ? 1 : (size - tile + step - 1) / step + 1;
    }

    /// <summary>The smallest multiple that isn't smaller.</summary>
    internal static int RoundUp(double size, int multiple) => (int)Math.Ceiling(size / multiple) * multiple;
}
