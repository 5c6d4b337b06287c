using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tests.Tumors.Mechanics;

public sealed class WallExtensionTests
{
    [Fact]
    public void Rigid_cells_beside_soft_ones_point_the_other_way_and_others_rest()
    {
        var materials = Grids.Make<byte>(
            new GridSize(6, 5, 5),
            (x, _, _) => x < 3 ? (byte)HeadMaterial.Fluid : (byte)0
        );
        var field = new VectorField(materials.Geometry);
        for (var i = 0; i < materials.Voxels.Length; i++)
            (field.X.Voxels[i], field.Z.Voxels[i]) = materials.Voxels[i] != 0 ? (2f, -1f) : (0, 0);
        var extended = WallExtension.Extend(field, materials);
        extended.X.Row(2, 2).ToArray().ShouldBe([2, 2, 2, -1.4f, 0, 0]);
        extended.Z[3, 2, 2].ShouldBe(0.7f, 1e-6f);
        extended.Y.Voxels.ShouldAllBe(v => v == 0);
    }
}
