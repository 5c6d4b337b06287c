using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Tests.Anatomy;
using Concord.Simulation.Tumors;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tests.Tumors;

public sealed class HeadMaterialsTests
{
    private static readonly VolumeGeometry Cells = new(
        new(20, 20, 20),
        Affine.FromSpacing(Spacing.Isotropic(2), default)
    );

    [Fact]
    public void A_lone_cell_or_a_row_that_is_no_brain_holds_nothing_up()
    {
        var materials = Assign((x, y, z) => (y, z) == (7, 9) || (x, y, z) == (4, 4, 4));
        materials[4, 4, 4].ShouldBe((byte)HeadMaterial.Fluid);
        materials.Voxels.ShouldAllBe(m => m != (byte)HeadMaterial.Rigid);
        materials.Voxels.Count(m => m == (byte)HeadMaterial.Fluid).ShouldBe(21);
    }

    [Fact]
    public void A_lone_sheet_of_dura_is_stiff()
    {
        var head = new FormulaAnatomy(p => p.Z is > 17 and < 19 ? 0 : 1) { Plane = new(new(500, 0, 0), new(1, 0, 0)) };
        var sampled = head.Sample(Cells, null, SliceProfile.Point);
        var dura = sampled[Tissue.Background].With((float[])sampled[Tissue.Background].Voxels.Clone());
        var materials = HeadMaterials.Assign(head, sampled.With((Tissue.Connective, dura)), 1);
        materials.Voxels.Count(m => m == (byte)HeadMaterial.Falx).ShouldBe(20 * 20);
        materials[3, 4, 9].ShouldBe((byte)HeadMaterial.Falx);
    }

    [Fact]
    public void What_is_two_cells_thick_is_rigid()
    {
        var materials = Assign((x, y, z) => x is 6 or 7 && y is 6 or 7 && z is 11 or 12 || z >= 18);
        materials.Voxels.Count(m => m == (byte)HeadMaterial.Rigid).ShouldBe(8 + 2 * 20 * 20);
        materials[6, 7, 12].ShouldBe((byte)HeadMaterial.Rigid);
    }

    [Fact]
    public void The_outermost_cells_go_on_beyond_the_grid()
    {
        var materials = Assign((x, _, z) => x == 0 || z == 19);
        materials.Voxels.Count(m => m == (byte)HeadMaterial.Rigid).ShouldBe(20 * 20 + 19 * 20);
    }

    /// <summary>White matter but for some cells.</summary>
    private static Volume<byte> Assign(Func<int, int, int, bool> isBone)
    {
        var head = new FormulaAnatomy(p => isBone(Cell(p.X), Cell(p.Y), Cell(p.Z)) ? 0 : 1)
        {
            Plane = new(new(500, 0, 0), new(1, 0, 0)),
        };
        var sampled = head.Sample(Cells, null, SliceProfile.Point);
        return HeadMaterials.Assign(head, sampled, 1);

        static int Cell(double mm) => (int)Math.Round(mm / 2);
    }
}
