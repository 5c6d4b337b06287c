using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics;
using Concord.Simulation.Tumors.Mechanics.Internal;

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
            (field.X.Voxels[i], field.Z.Voxels[i]) = materials.Voxels[i] != 0 ? (0.2f, -0.1f) : (0, 0);
        var extended = WallExtension.Extend(field, materials, 0.7f);
        extended.X.Row(2, 2).ToArray().ShouldBe([0.2f, 0.2f, 0.2f, -0.14f, 0, 0], 1e-6);
        extended.Z[3, 2, 2].ShouldBe(0.07f, 1e-6f);
        extended.Y.Voxels.ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Never_folds_what_was_not_folded()
    {
        // Pressed against a wall by more than a cell: twice that between two cells would turn the map inside out.
        var materials = Grids.Make<byte>(
            new GridSize(8, 5, 5),
            (x, _, _) => x < 5 ? (byte)HeadMaterial.Fluid : (byte)0
        );
        var field = new VectorField(materials.Geometry);
        var cell = (float)materials.Geometry.Spacing.X;
        for (var i = 0; i < materials.Voxels.Length; i++)
            field.X.Voxels[i] = materials.Voxels[i] != 0 ? 0.8f * cell : 0;
        Folding.SmallestJacobian(field, 1).ShouldBe(0.2, 1e-6);
        var extended = WallExtension.Extend(field, materials, 1);
        Folding.SmallestJacobian(extended, 1).ShouldBeGreaterThan(0.01);
        extended.X.Row(2, 2)[..5].ToArray().ShouldAllBe(v => v == 0.8f * cell);
        extended.X.Row(2, 2)[5].ShouldBeLessThan(0);
    }
}
