using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Learning.Inference;

namespace Concord.Learning.Tests.Inference;

public sealed class TilingTests
{
    private static ModelDescription Model(int width, double overlap, int[]? tile = null) =>
        new()
        {
            Classes = ["background", "gm"],
            Sequences = ["T1"],
            Spacing = [1, 1, 1],
            IsMasked = false,
            Network = new() { Width = width },
            Strategy = "ace",
            Precision = "float32",
            Tile = tile,
            Overlap = overlap,
        };

    [Fact]
    public void Covers_what_it_must_within_a_fixed_amount_of_memory()
    {
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 400], Gen.Int[1, 400], Gen.Double[0, 0.6], Gen.Int[2, 40])
            .Sample(
                (x, y, z, overlap, channels) =>
                {
                    var content = new Box(3, 5, 7, new(x, y, z));
                    var volume = new GridSize(x + 6, y + 10, z + 14);
                    var tiling = Tiling.Of(content, volume, Model(32, overlap), channels);
                    foreach (var (plan, from, size) in new[] { (tiling.X, 3, x), (tiling.Y, 5, y), (tiling.Z, 7, z) })
                    {
                        plan.Starts[0].ShouldBeInRange(0, from);
                        plan.End.ShouldBeGreaterThanOrEqualTo(from + size);
                        (plan.Tile % 8).ShouldBe(0);
                    }

                    var voxels = (double)tiling.X.Tile * tiling.Y.Tile * tiling.Z.Tile;
                    voxels.ShouldBeLessThanOrEqualTo(0.8e9 / (6 * 2 * 32 + 12 * channels));
                },
                iter: 200
            );
    }

    [Fact]
    public void A_volume_that_fits_is_one_tile_and_a_larger_one_a_few()
    {
        var small = new GridSize(91, 109, 91);
        var one = Tiling.Of(new(0, 0, 0, small), small, Model(32, 0.25), 5);
        (one.Count, one.X.Tile, one.Y.Tile).ShouldBe((1, 96, 112));
        var whole = new GridSize(182, 218, 182);
        var few = Tiling.Of(new(0, 0, 0, whole), whole, Model(32, 0.25), 5);
        few.Count.ShouldBeLessThanOrEqualTo(12);
        // Of what is segmented, at most a part is segmented twice.
        ((double)few.Count * few.X.Tile * few.Y.Tile * few.Z.Tile / whole.Voxels).ShouldBeLessThan(1.7);
    }

    [Fact]
    public void A_tile_of_ones_own_stays()
    {
        var whole = new GridSize(182, 218, 182);
        var tiling = Tiling.Of(new(0, 0, 0, whole), whole, Model(32, 0.5, [64, 32, 16]), 5);
        (tiling.X.Tile, tiling.Y.Tile, tiling.Z.Tile).ShouldBe((64, 32, 16));
    }
}
