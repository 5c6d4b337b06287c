using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Learning.Runtime;

namespace Concord.Learning.Inference;

/// <summary>How tiles cover a part of a volume.</summary>
/// <param name="X">Along the first axis.</param>
/// <param name="Y">Along the second axis.</param>
/// <param name="Z">Along the third axis.</param>
internal sealed record Tiling(TilePlan X, TilePlan Y, TilePlan Z)
{
    // What a tile that is chosen may take, in bytes; not what the machine has, as results depend on the tiles.
    private const double Memory = 0.8e9;

    // Feature maps of the first level that take memory at once: 2.9 that exist, as what goes into an operation and what comes
    // out, and holes that glibc keeps after a few tiles. In float32 oneDNN rearranges maps too. Then what later decoders
    // still need, and copies of scores.
    private const double MapsAtOnce = 8;
    private const double MapsRearranged = 1.5;
    private const double MapsForDecoders = 1.25;
    private const int ScoresAtOnce = 3;

    // From here on thickness gains nothing. In thinner tiles more voxels are near an edge, where the network sees little;
    // thinner than Thinnest is no tile that has a neighbour, whatever memory it takes.
    private const int Thick = 64;
    private const int Thinnest = 32;

    /// <summary>How many tiles there are.</summary>
    public int Count => X.Starts.Length * Y.Starts.Length * Z.Starts.Length;

    /// <summary>
    /// Plans tiles of the model's size, or if it has none those that segment the fewest voxels twice while the network's
    /// maps and the sums of scores fit into a fixed amount of memory.
    /// </summary>
    /// <param name="content">What must be covered.</param>
    /// <param name="volume">The grid.</param>
    /// <param name="model">Tile, overlap and network.</param>
    /// <param name="channels">Scores of a voxel.</param>
    /// <param name="precision">Of the network's maps.</param>
    public static Tiling Of(Box content, GridSize volume, ModelDescription model, int channels, Precision precision)
    {
        var tile = model.Tile ?? BestTile(content.Size, model, channels, precision);
        return new(
            Plan(content.X, content.Size.X, tile[0], volume.X),
            Plan(content.Y, content.Size.Y, tile[1], volume.Y),
            Plan(content.Z, content.Size.Z, tile[2], volume.Z)
        );

        TilePlan Plan(int from, int size, int side, int all) =>
            new(from, size, side, Shared(side, model), model.Network.Stride, all);
    }

    // What an edge spoils is as deep in a large tile as in a small one; a tile of one's own shares what one says.
    private static int Shared(int side, ModelDescription model) =>
        model.Tile is null
            ? Math.Min(side - model.Network.Stride, (int)Math.Ceiling(Thick * model.Overlap))
            : (int)Math.Ceiling(side * model.Overlap);

    private static int[] BestTile(GridSize content, ModelDescription model, int channels, Precision precision)
    {
        var (bytes, rearranged) = precision == Precision.BFloat16 ? (2, 0) : (4, MapsRearranged);
        var maps = MapsAtOnce + rearranged + (model.HasDecoders ? MapsForDecoders : 0);
        var perVoxel = maps * bytes * model.Network.Width + ScoresAtOnce * (double)sizeof(float) * channels;
        var perPlane = (double)sizeof(float) * (channels + 1) * content.X * content.Y;
        var (alongX, alongY, alongZ) = (Choices(content.X), Choices(content.Y), Choices(content.Z));
        int[] best = [];
        var least = (Excess: double.MaxValue, Thinness: 0, Voxels: 0.0);
        foreach (var x in alongX)
        foreach (var y in alongY)
        foreach (var z in alongZ)
        {
            var voxels = (double)x.Side * y.Side * z.Side;
            var excess = Math.Max(0, perVoxel * voxels + perPlane * z.Side - Memory);
            var thinness = Math.Max(x.Thinness, Math.Max(y.Thinness, z.Thinness));
            var found = (excess, thinness, voxels * x.Count * y.Count * z.Count);
            if (found.CompareTo(least) < 0)
                (best, least) = ([x.Side, y.Side, z.Side], found);
        }

        return best;

        List<(int Count, int Side, int Thinness)> Choices(int size)
        {
            var stride = model.Network.Stride;
            var whole = TilePlan.RoundUp(size, stride);
            List<(int Count, int Side, int Thinness)> choices = [(1, whole, 0)];
            for (var side = TilePlan.RoundUp(Thinnest, stride); side < whole; side += stride)
                choices.Add((TilePlan.Count(size, side, Shared(side, model)), side, Math.Max(0, Thick - side)));
            return choices;
        }
    }
}
