using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Tumors;

namespace Concord.Simulation.Tests.Tumors;

public sealed class TumorStructuresTests
{
    private static readonly TumorPlan High = new(TumorGrade.High, 10, 2, 7, 10);

    [Fact]
    public void A_large_tumour_of_high_grade_has_a_rim_about_dead_tissue()
    {
        var (enhancing, necrosis) = TumorStructures.Divide(Ball(16), High, new(), 3);
        necrosis[24, 24, 24].ShouldBe(1);
        enhancing[24, 24, 24].ShouldBe(0);
        enhancing.Row(24, 24)[8..14].ToArray().Max().ShouldBeGreaterThan(0.9f);
        for (var i = 0; i < enhancing.Voxels.Length; i++)
            (enhancing.Voxels[i] + necrosis.Voxels[i]).ShouldBeInRange(0, 1 + 1e-6f);
    }

    [Fact]
    public void A_small_one_is_not_dead_inside()
    {
        TumorStructures.Divide(Ball(10), High, new() { NecrosisVolume = 6 }, 3).Necrosis.Voxels.Max().ShouldBe(0);
    }

    [Fact]
    public void One_of_low_grade_is_solid()
    {
        var (enhancing, necrosis) = TumorStructures.Divide(Ball(16), High with { Grade = TumorGrade.Low }, new(), 3);
        enhancing.Voxels.Max().ShouldBe(0);
        necrosis.Voxels.Max().ShouldBe(0);
    }

    private static Volume<float> Ball(double radius) =>
        Grids.Make(
            new GridSize(49, 49, 49),
            (x, y, z) => (new Point3(x, y, z) - new Point3(24, 24, 24)).Length < radius ? 1f : 0
        );
}
