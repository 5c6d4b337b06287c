using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Learning.Inference;

/// <summary>How tiles cover a part of a volume.</summary>
/// <param name="X">Along the first axis.</param>
/// <param name="Y">Along the second axis.</param>
/// <param name="Z">Along the third axis.</param>
internal sealed record Tiling(TilePlan X, TilePlan Y, TilePlan Z)
{
    // What a tile of one's own size may take, in bytes of bfloat16; the same everywhere, as results depend on the tiles.
    private const double Memory = 0.8e9;

    // Feature maps of the first level, and copies of scores, that exist at once.
    private const int MapsAtOnce = 6;
    private const int ScoresAtOnce = 3;

    private const int MostTiles = 16;

    /// <summary>
    /// Plans tiles of the model's size, or if it has none those that segment the fewest voxels twice while the network's
    /// maps and the sums of scores fit into a fixed amount of memory.
    /// </summary>
    /// <param name="content">What must be covered.</param>
    /// <param name="volume">The grid.</param>
    /// <param name="model">Tile, overlap and network.</param>
    /// <param name="channels">Scores of a voxel.</param>
    public static Tiling Of(Box content, GridSize volume, ModelDescription model, int channels)
    {
        var tile = model.Tile ?? BestTile(content.Size, volume, model, channels);
        var stride = model.Network.Stride;
        return new(
            new(content.X, content.Size.X, tile[0], model.Overlap, stride, volume.X),
            new(content.Y, content.Size.Y, tile[1], model.Overlap, stride, volume.Y),
            new(content.Z, content.Size.Z, tile[2], model.Overlap, stride, volume.Z)
        );
    }

    /// <summary>How many tiles there are.</summary>
    public int Count => X.Starts.Length * Y.Starts.Length * Z.Starts.Length;

    private static int[] BestTile(GridSize content, GridSize volume, ModelDescription model, int channels)
    {
        var perVoxel = MapsAtOnce * 2.0 * model.Network.Width + ScoresAtOnce * (double)sizeof(float) * channels;
        var perPlane = (double)sizeof(float) * (channels + 1) * volume.X * volume.Y;
        int[] best = [];
        var least = (Fits: 2, Voxels: double.MaxValue);
        for (var nx = 1; nx <= MostTiles; nx++)
        for (var ny = 1; ny <= MostTiles; ny++)
        for (var nz = 1; nz <= MostTiles; nz++)
        {
            int[] sides = [Side(content.X, nx), Side(content.Y, ny), Side(content.Z, nz)];
            var voxels = (double)sides[0] * sides[1] * sides[2];
            var fits = perVoxel * voxels + perPlane * sides[2] <= Memory;
            // The smallest that there are, if nothing fits.
            var rank = fits ? (0, voxels * nx * ny * nz) : (1, voxels);
            if (rank.CompareTo(least) < 0)
                (best, least) = (sides, rank);
        }

        return best;

        int Side(int size, int count) =>
            TilePlan.RoundUp(size / (count - (count - 1) * model.Overlap), model.Network.Stride);
    }
}
