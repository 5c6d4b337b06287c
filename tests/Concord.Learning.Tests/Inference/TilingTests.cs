using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Learning.Inference;
using Concord.Learning.Runtime;

namespace Concord.Learning.Tests.Inference;

public sealed class TilingTests
{
    private static ModelDescription Model(int width, double overlap, int[]? tile = null) =>
        TwoClasses.Model(new() { Width = width }, overlap, tile);

    [Fact]
    public void Covers_what_it_must_within_a_fixed_amount_of_memory()
    {
        Gen.Select(
                Gen.Int[1, 400],
                Gen.Int[1, 400],
                Gen.Int[1, 400],
                Gen.Double[0, 0.6],
                Gen.Int[2, 20],
                Gen.Enum<Precision>()
            )
            .Sample(
                (x, y, z, overlap, channels, precision) =>
                {
                    var content = new Box(3, 5, 7, new(x, y, z));
                    var volume = new GridSize(x + 6, y + 10, z + 14);
                    var tiling = Tiling.Of(content, volume, Model(32, overlap), channels, precision);
                    foreach (var (plan, from, size) in new[] { (tiling.X, 3, x), (tiling.Y, 5, y), (tiling.Z, 7, z) })
                    {
                        plan.Starts[0].ShouldBeInRange(0, from);
                        plan.End.ShouldBeGreaterThanOrEqualTo(from + size);
                        (plan.Tile % 8).ShouldBe(0);
                    }

                    var voxels = (double)tiling.X.Tile * tiling.Y.Tile * tiling.Z.Tile;
                    var maps = precision == Precision.BFloat16 ? 8.0 * 2 : 9.5 * 4;
                    var slab = 4.0 * (channels + 1) * x * y * tiling.Z.Tile;
                    (voxels * (maps * 32 + 12 * channels) + slab).ShouldBeLessThanOrEqualTo(0.8e9);
                },
                iter: 200
            );
    }

    [Theory]
    [InlineData(Precision.BFloat16, 9, 1.5)]
    [InlineData(Precision.Float32, 27, 1.75)]
    public void A_volume_that_fits_is_one_tile_and_a_larger_one_a_few(Precision precision, int most, double work)
    {
        var small = new GridSize(67, 77, 67);
        var one = Tiling.Of(new(0, 0, 0, small), small, Model(32, 0.25), 5, precision);
        (one.Count, one.X.Tile, one.Y.Tile).ShouldBe((1, 72, 80));
        var whole = new GridSize(182, 218, 182);
        var few = Tiling.Of(new(0, 0, 0, whole), whole, Model(32, 0.25), 5, precision);
        few.Count.ShouldBeLessThanOrEqualTo(most);
        // Of what is segmented, at most a part is segmented twice.
        ((double)few.Count * few.X.Tile * few.Y.Tile * few.Z.Tile / whole.Voxels).ShouldBeLessThan(work);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 16)]
    [InlineData(0.5, 32)]
    public void Neighbours_share_as_many_voxels_whatever_their_size_and_are_not_thin(double overlap, int shared)
    {
        for (var side = 180; side <= 400; side += 20)
        {
            var size = new GridSize(side, side + 40, side);
            var tiling = Tiling.Of(new(0, 0, 0, size), size, Model(32, overlap), 5, Precision.Float32);
            foreach (var plan in new[] { tiling.X, tiling.Y, tiling.Z })
            {
                plan.Tile.ShouldBeGreaterThanOrEqualTo(64);
                // Rounding to multiples of 8 is all that they may share beyond.
                plan.Starts.Zip(plan.Starts.Skip(1), (a, b) => plan.Tile - (b - a))
                    .ShouldAllBe(common => common >= shared && common < shared + 16);
            }
        }
    }

    // A head as FreeSurfer conforms it, and more than memory has room for: never a slice of a few voxels.
    [Theory]
    [InlineData(180, 220, 190, 33, 0.8e9, 64)]
    [InlineData(320, 320, 256, 40, 0.8e9, 32)]
    [InlineData(512, 512, 320, 64, double.PositiveInfinity, 32)]
    public void Many_classes_make_tiles_thinner_but_not_thin(int x, int y, int z, int channels, double most, int least)
    {
        var size = new GridSize(x, y, z);
        var tiling = Tiling.Of(new(0, 0, 0, size), size, Model(32, 0.25), channels, Precision.Float32);
        foreach (var plan in new[] { tiling.X, tiling.Y, tiling.Z })
            plan.Tile.ShouldBeGreaterThanOrEqualTo(least);
        var voxels = (double)tiling.X.Tile * tiling.Y.Tile * tiling.Z.Tile;
        (
            voxels * (9.5 * 4 * 32 + 12 * channels) + 4.0 * (channels + 1) * x * y * tiling.Z.Tile
        ).ShouldBeLessThanOrEqualTo(most);
    }

    [Fact]
    public void A_network_with_several_decoders_gets_smaller_tiles()
    {
        var size = new GridSize(182, 218, 182);
        long Voxels(bool hasDecoders)
        {
            var model = Model(32, 0.25) with { HasDecoders = hasDecoders };
            var tiling = Tiling.Of(new(0, 0, 0, size), size, model, 10, Precision.Float32);
            return (long)tiling.X.Tile * tiling.Y.Tile * tiling.Z.Tile;
        }

        Voxels(true).ShouldBeLessThan(Voxels(false));
    }

    [Fact]
    public void A_tile_of_ones_own_stays()
    {
        var whole = new GridSize(400, 216, 182);
        var tiling = Tiling.Of(new(0, 0, 0, whole), whole, Model(32, 0.3, [128, 32, 16]), 5, Precision.Float32);
        (tiling.X.Tile, tiling.Y.Tile, tiling.Z.Tile).ShouldBe((128, 32, 16));
        // Of each its own part, rounded up.
        foreach (var (plan, shared) in new[] { (tiling.X, 39), (tiling.Y, 10), (tiling.Z, 5) })
        {
            var apart = plan.Starts.Zip(plan.Starts.Skip(1), (a, b) => b - a).ToList();
            apart.ShouldAllBe(step => step <= plan.Tile - shared);
            apart.Max().ShouldBeGreaterThanOrEqualTo(plan.Tile - 2 * shared);
        }
    }
}
