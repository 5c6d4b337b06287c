using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Evaluation.Tests.Surfaces;

public sealed class SurfelsTests
{
    // The sum of areas over codes 1 to 254, and of code times area, from the table of the surface-distance package.
    [Theory]
    [InlineData(1, 1, 1, 241.343140, 30771.250312)]
    [InlineData(1, 2, 3, 950.489590, 121187.422662)]
    [InlineData(0.9, 0.9, 3, 534.288033, 68121.724270)]
    public void Areas_are_those_of_the_packages_table(double x, double y, double z, double sum, double weighted)
    {
        var areas = Surfels.Areas(new(x, y, z));
        (areas[0], areas[255]).ShouldBe((0, 0));
        areas.Sum().ShouldBe(sum, 1e-5);
        areas.Select((a, code) => code * a).Sum().ShouldBe(weighted, 1e-4);
    }

    [Fact]
    public void Simple_codes_have_the_areas_of_their_figures()
    {
        var areas = Surfels.Areas(new(1, 2, 3));
        // One corner: a triangle between the middles of three edges; four of a face: its cross-section.
        areas[1].ShouldBe(Math.Sqrt(6 * 6 + 3 * 3 + 2 * 2) / 8, 1e-12);
        areas[15].ShouldBe(2 * 3, 1e-12);
        areas[51].ShouldBe(1 * 3, 1e-12);
        areas[85].ShouldBe(1 * 2, 1e-12);
    }

    [Fact]
    public void A_slab_that_is_moved_by_two_voxels_is_two_voxels_away()
    {
        var grid = new VolumeGeometry(new(20, 20, 12), Affine.FromSpacing(new(1, 1, 1.5)));
        var (a, b) = (new Volume<byte>(grid), new Volume<byte>(grid));
        for (var y = 2; y < 18; y++)
        for (var x = 2; x < 18; x++)
        for (var z = 2; z < 5; z++)
            (a[x, y, z], b[x, y, z + 2]) = (1, 1);
        SurfelDistances.Hausdorff95(a, b).ShouldBe(3, 1e-6);
        SurfelDistances.Hausdorff95(a, a).ShouldBe(0);
        SurfelDistances.Hausdorff95(a, new Volume<byte>(grid)).ShouldBe(double.PositiveInfinity);
        SurfelDistances.Hausdorff95(new Volume<byte>(grid), new Volume<byte>(grid)).ShouldBe(0);
    }
}
