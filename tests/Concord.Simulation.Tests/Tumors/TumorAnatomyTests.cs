using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Fields;
using Concord.Simulation.Tests.Anatomy;
using Concord.Simulation.Tumors;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tests.Tumors;

public sealed class TumorAnatomyTests
{
    private static readonly GridSize Size = new(4, 4, 4);

    [Theory]
    [InlineData(1, 1, 1, 1, 0, 0)]
    // Half of the voxel is bulk, and nothing else is swollen: what is left is healthy.
    [InlineData(0.5, 0.5, 0.5, 0.5, 0, 0.5)]
    // What is left is swollen.
    [InlineData(0.5, 0.5, 1, 0.5, 0.5, 0)]
    // Beyond the bulk: cells and water together are what the edema counts.
    [InlineData(0, 0.3, 0.8, 0.3, 0.5, 0.2)]
    // The thin end of the cells reaches further than the water.
    [InlineData(0, 0.1, 0, 0.1, 0, 0.9)]
    [InlineData(0, 0, 0, 0, 0, 1)]
    public void Bulk_cells_and_water_share_a_voxel_of_white_matter(
        float bulk,
        float density,
        float edema,
        float tumor,
        float swollen,
        float healthy
    )
    {
        var shares = Sample(new FormulaAnatomy(_ => 1), bulk, density, edema);
        shares(Tissues.Tumor).ShouldBe(tumor, 1e-6f);
        shares([Tissue.Edema]).ShouldBe(swollen, 1e-6f);
        shares([Tissue.WhiteMatter]).ShouldBe(healthy, 1e-6f);
    }

    [Fact]
    public void Cells_and_water_leave_alone_what_is_not_brain_tissue()
    {
        var shares = Sample(new FormulaAnatomy(_ => 0), 0.25f, 0.5f, 1);
        shares(Tissues.Tumor).ShouldBe(0.25f, 1e-6f);
        shares([Tissue.Edema]).ShouldBe(0);
    }

    /// <summary>The shares in the middle of a head, by tissue, of a tumour that is the same everywhere.</summary>
    private static Func<IEnumerable<Tissue>, float> Sample(AnatomySource head, float bulk, float density, float edema)
    {
        var fields = new TumorFields
        {
            Plan = TumorPlan.Draw(new(), 1),
            Seed = Even(bulk),
            MassEffect = new(new VectorField(Even(0).Geometry), 0, 1, 0, 0, 0),
            Tensors = new(Even(0).Geometry),
            Density = Even(density),
            Edema = Even(edema),
            Enhancing = Even(0.3f),
            Necrosis = Even(0.2f),
        };
        var anatomy = new TumorAnatomy(head, fields).Sample(
            SubjectSettings.Centred(new(1, 1, 1), Spacing.Isotropic(1))
        );
        return tissues => tissues.Where(anatomy.Has).Sum(t => anatomy[t].Voxels[0]);

        static Volume<float> Even(float value) => Grids.Make(Size, (_, _, _) => value);
    }
}
