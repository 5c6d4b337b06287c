using Concord.Imaging;
using Concord.Simulation.Degradation;

namespace Concord.Simulation.Tests.Degradation;

public sealed class PointSpreadTests
{
    private static Volume<float> Point() =>
        Grids.Make<float>(new(33, 31, 35), (x, y, z) => x == 16 && y == 15 && z == 17 ? 1000 : 0);

    [Theory]
    [InlineData(1.5)]
    [InlineData(4)]
    [InlineData(6)]
    public void Keeps_the_sum(double width) =>
        PointSpread.Blur(Point(), width).Voxels.Sum(v => (double)v).ShouldBe(1000, 0.1);

    [Fact]
    public void Falls_to_one_half_at_half_its_width()
    {
        var blurred = PointSpread.Blur(Point(), 6);
        var peak = blurred[16, 15, 17];
        (blurred[19, 15, 17] / peak).ShouldBe(0.5f, 1e-3f);
        (blurred[16, 12, 17] / peak).ShouldBe(0.5f, 1e-3f);
        (blurred[16, 15, 20] / peak).ShouldBe(0.5f, 1e-3f);
        // The volume of a Gaussian of width w is (w sqrt(pi / (4 ln 2)))³.
        peak.ShouldBe((float)(1000 / Math.Pow(6 * Math.Sqrt(Math.PI / (4 * Math.Log(2))), 3)), 1e-2f);
    }

    [Fact]
    public void Leaves_an_even_image_even_up_to_its_borders()
    {
        var even = Grids.Make<float>(new(9, 8, 7), (_, _, _) => 50);
        PointSpread.Blur(even, 5).Voxels.ShouldAllBe(v => Math.Abs(v - 50) < 1e-3f);
    }

    [Fact]
    public void None_gives_the_image_itself_and_too_much_is_refused()
    {
        var point = Point();
        PointSpread.Blur(point, 0).ShouldBeSameAs(point);
        Should.Throw<ArgumentOutOfRangeException>(() => PointSpread.Blur(point, 10.1));
    }
}
