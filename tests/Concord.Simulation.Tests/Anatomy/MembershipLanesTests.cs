using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests.Anatomy;

public sealed class MembershipLanesTests
{
    [Theory]
    [InlineData(7, 6, 5)]
    [InlineData(1, 4, 2)]
    [InlineData(3, 1, 1)]
    public void Smooths_as_the_direct_sum_of_neighbours_does(int width, int height, int depth)
    {
        var size = new GridSize(width, height, depth);
        var random = new Random64(4);
        var tissues = new int[size.Voxels];
        for (var i = 0; i < tissues.Length; i++)
            tissues[i] = random.Next(MembershipLanes.Width);
        var lanes = OneHot(size, i => tissues[i]);
        lanes.Smooth();

        var bytes = lanes.Bytes;
        int[] weights = [1, 4, 1];
        for (var i = 0; i < tissues.Length; i++)
        {
            var expected = new int[MembershipLanes.Width];
            for (var k = -1; k <= 1; k++)
            for (var j = -1; j <= 1; j++)
            for (var h = -1; h <= 1; h++)
            {
                // The outermost voxel goes on beyond the border.
                var x = Math.Clamp(i % width + h, 0, width - 1);
                var y = Math.Clamp(i / width % height + j, 0, height - 1);
                var z = Math.Clamp(i / (width * height) + k, 0, depth - 1);
                expected[tissues[x + width * (y + height * z)]] += weights[h + 1] * weights[j + 1] * weights[k + 1];
            }

            expected.Sum().ShouldBe(MembershipLanes.Whole);
            for (var t = 0; t < MembershipLanes.Width; t++)
                ((int)bytes[MembershipLanes.Width * i + t]).ShouldBe(expected[t]);
        }
    }

    [Fact]
    public void Knows_what_is_present_and_where()
    {
        var lanes = OneHot(
            new(5, 4, 3),
            i =>
                i is 7 or 27 ? (int)Tissue.Eye
                : i == 0 ? (int)Tissue.Skull
                : 0
        );
        lanes.Present().ShouldBe([Tissue.Background, Tissue.Skull, Tissue.Eye]);
        // Voxels (2, 1, 0) and (2, 1, 1), 2 mm apart from -10 on.
        (lanes.Centre([Tissue.Eye]) - new Point3(-6, -8, -9)).Length.ShouldBeLessThan(1e-9);
        Should.Throw<InvalidOperationException>(() => lanes.Centre([Tissue.Fat]));
    }

    private static MembershipLanes OneHot(GridSize size, Func<int, int> tissue)
    {
        var origin = new Point3(-10, -10, -10);
        var lanes = new MembershipLanes(new(size, Affine.FromSpacing(Spacing.Isotropic(2), origin)));
        for (var i = 0; i < size.Voxels; i++)
            lanes.Bytes[MembershipLanes.Width * i + tissue(i)] = 1;
        return lanes;
    }
}
