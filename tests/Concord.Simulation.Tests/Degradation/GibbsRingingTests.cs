using Concord.Simulation.Degradation;

namespace Concord.Simulation.Tests.Degradation;

public sealed class GibbsRingingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Overshoots_an_edge_by_9_percent_along_its_axis(int axis)
    {
        // 240 voxels along the axis, of which an eighth of the frequencies are left: eight samples a ripple's half.
        var size = axis switch
        {
            0 => new Imaging.Geometry.GridSize(240, 3, 2),
            1 => new(3, 240, 2),
            _ => new(3, 2, 240),
        };
        var image = Grids.Make(size, (x, y, z) => new[] { x, y, z }[axis] is >= 60 and < 180 ? 200f : 100f);
        var cut = GibbsRinging.Cut(image, axis, 0.125).Voxels;
        // Wilbraham and Gibbs: the sine integral at pi over pi, less a half, is 0.0895 of the jump.
        cut.Max().ShouldBe(208.95f, 0.8f);
        cut.Min().ShouldBe(91.05f, 0.8f);
        cut.Average().ShouldBe(150, 0.01f);
        // The edge itself is half way.
        var (low, high) = (cut[At(59)], cut[At(60)]);
        ((low + high) / 2).ShouldBe(150, 0.1f);

        int At(int along) =>
            axis == 0 ? along
            : axis == 1 ? 3 * along
            : 6 * along;
    }

    [Fact]
    public void Leaves_other_axes_alone()
    {
        var image = Grids.Make<float>(new(20, 15, 4), (x, _, z) => 100 + 50 * (x > 8 ? 1 : 0) + z);
        var cut = GibbsRinging.Cut(image, 1, 0.5).Voxels;
        cut.Zip(image.Voxels, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Whole_of_k_space_gives_the_image_itself()
    {
        var image = Grids.Make<float>(new(5, 6, 7), (x, y, z) => x + y * z);
        GibbsRinging.Cut(image, 1, 1).ShouldBeSameAs(image);
    }

    [Fact]
    public void Keeps_what_varies_slowly()
    {
        // Five cycles of 40 voxels; half of k-space holds ten.
        var image = Grids.Make<float>(new(3, 40, 3), (_, y, _) => 100 + 20 * (float)Math.Sin(2 * Math.PI * 5 * y / 40));
        var cut = GibbsRinging.Cut(image, 1, 0.5).Voxels;
        cut.Zip(image.Voxels, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-3f);
        GibbsRinging.Cut(image, 1, 0.2).Voxels.ShouldAllBe(v => Math.Abs(v - 100) < 1e-3f);
    }

    [Theory]
    [InlineData(0.5, 9, true)]
    [InlineData(0.5, 11, false)]
    [InlineData(0.8, 15, true)]
    [InlineData(0.8, 17, false)]
    public void Ends_at_the_share_of_the_highest_frequency(double share, int cycles, bool isKept)
    {
        // Forty voxels hold twenty cycles at most.
        var image = Grids.Make<float>(
            new(2, 40, 2),
            (_, y, _) => 100 + 20 * (float)Math.Cos(2 * Math.PI * cycles * y / 40)
        );
        GibbsRinging.Cut(image, 1, share).Voxels[0].ShouldBe(isKept ? 120 : 100, 1e-3f);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1.01)]
    public void Refuses_shares_out_of_range(double share) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            GibbsRinging.Cut(Grids.Make<float>(new(4, 4, 4), (_, _, _) => 1), 1, share)
        );
}
