using Concord.Imaging;
using Concord.Simulation.Tumors.Infiltration;

namespace Concord.Simulation.Tests.Tumors.Infiltration;

public sealed class EdemaTests
{
    private static readonly Volume<byte> Everywhere = Grids.Make(new(80, 8, 8), (_, _, _) => (byte)1);

    private static readonly Volume<float> White = Grids.Make(Everywhere.Size, (_, _, _) => 1f);

    [Theory]
    [InlineData(5, 1.5)]
    [InlineData(15, 1.5)]
    [InlineData(30, 1.5)]
    [InlineData(30, 3)]
    public void Reaches_as_far_into_white_matter_as_asked(double extent, double width)
    {
        var edema = Edema.Spread(Wall(20), White, null, new() { Extent = extent, EdgeWidth = width }, Everywhere);
        // The front stands where half a voxel is filled; the wall ends at 19.5.
        var last = 0;
        while (edema[last + 1, 4, 4] >= 0.5f)
            last++;
        double inside = edema[last, 4, 4],
            outside = edema[last + 1, 4, 4];
        (last + (inside - 0.5) / (inside - outside) - 19.5).ShouldBe(extent, 0.5 + 0.02 * extent);
    }

    [Fact]
    public void The_clock_does_not_matter()
    {
        var slow = Edema.Spread(Wall(20), White, null, new() { Diffusivity = 0.3 }, Everywhere);
        var fast = Edema.Spread(Wall(20), White, null, new() { Diffusivity = 3 }, Everywhere);
        slow.Voxels.ShouldBe(fast.Voxels, 1e-3);
    }

    [Fact]
    public void Grey_matter_stops_it()
    {
        // White matter up to x = 30, grey matter behind.
        var white = Grids.Make(Everywhere.Size, (x, _, _) => x < 30 ? 1f : 0);
        var edema = Edema.Spread(Wall(20), white, null, new() { Extent = 25 }, Everywhere);
        edema[29, 4, 4].ShouldBeGreaterThan(0.9f);
        edema[32, 4, 4].ShouldBeLessThan(0.05f);
    }

    [Fact]
    public void The_thin_end_of_a_tumor_does_not_lengthen_it()
    {
        var tailed = Grids.Make(Everywhere.Size, (x, _, _) => x < 20 ? 1 : 0.4f * MathF.Exp(-0.2f * (x - 20)));
        var settings = new EdemaSettings { Extent = 10 };
        Edema
            .Spread(tailed, White, null, settings, Everywhere)
            .Voxels.ShouldBe(Edema.Spread(Wall(20), White, null, settings, Everywhere).Voxels);
    }

    [Fact]
    public void Without_extent_there_is_only_the_tumor() =>
        Edema.Spread(Wall(20), White, null, new() { Extent = 0 }, Everywhere).Voxels.ShouldBe(Wall(20).Voxels);

    [Fact]
    public void Refuses_a_negative_extent() =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            Edema.Spread(Wall(20), White, null, new() { Extent = -1 }, Everywhere)
        );

    private static Volume<float> Wall(int end) => Grids.Make(Everywhere.Size, (x, _, _) => x < end ? 1f : 0);
}
