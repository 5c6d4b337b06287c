namespace Concord.Learning.Inference;

/// <summary>Where tiles start along one axis, and how they weigh.</summary>
internal sealed class TilePlan
{
    /// <param name="size">Voxels of the volume.</param>
    /// <param name="tile">Voxels of a tile.</param>
    /// <param name="overlap">The part of a tile that its neighbour covers too, at least.</param>
    /// <param name="stride">A tile that is larger than the volume shrinks to a multiple of this.</param>
    public TilePlan(int size, int tile, double overlap, int stride)
    {
        Tile = Math.Min(tile, (size + stride - 1) / stride * stride);
        var step = Math.Max(1, (int)(Tile * (1 - overlap)));
        var count = size <= Tile ? 1 : (size - Tile + step - 1) / step + 1;
        Starts = new int[count];
        for (var i = 1; i < count; i++)
            Starts[i] = (int)Math.Round((double)i * (size - Tile) / (count - 1));

        // A Gaussian over an eighth of the tile, as sliding windows commonly have; never 0, so that every voxel counts.
        Weights = new float[Tile];
        var (centre, sigma) = ((Tile - 1) / 2.0, Tile / 8.0);
        for (var i = 0; i < Tile; i++)
            Weights[i] = (float)Math.Max(1e-3, Math.Exp(-0.5 * Math.Pow((i - centre) / sigma, 2)));
        Sums = new float[Math.Max(size, Tile)];
        foreach (var start in Starts)
            for (var i = 0; i < Tile; i++)
                Sums[start + i] += Weights[i];
    }

    /// <summary>Voxels of a tile.</summary>
    public int Tile { get; }

    /// <summary>The first voxel of each tile, ascending.</summary>
    public int[] Starts { get; }

    /// <summary>The weight of each voxel of a tile.</summary>
    public float[] Weights { get; }

    /// <summary>The sum of weights that each voxel of the volume gets from all tiles.</summary>
    public float[] Sums { get; }
}
