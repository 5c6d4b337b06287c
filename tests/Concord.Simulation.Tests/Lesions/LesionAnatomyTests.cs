using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Anatomy.LabelMaps;
using Concord.Simulation.Lesions;
using Concord.Simulation.Tests.Anatomy.LabelMaps;

namespace Concord.Simulation.Tests.Lesions;

public sealed class LesionAnatomyTests
{
    // Boundaries of these lesions share voxels with white matter: what was there must not be taken twice.
    [Fact]
    public void Lesions_that_an_anatomy_has_stay_as_they_are()
    {
        var source = LabelMapReader.Make("head", "head.nii", BoxHead.Make(), ignoreUnknown: false, keepLesions: true);
        var grid = SubjectSettings.Centred(new(45, 54, 48), Spacing.Isotropic(4));
        var before = source.Sample(grid, null, SliceProfile.Even);
        var own = before[Tissue.Lesion].Voxels;
        own.Count(v => v is > 0.1f and < 0.9f).ShouldBeGreaterThan(10);
        var unchanged = new LesionAnatomy(source, before, before).Sample(grid, null, SliceProfile.Even);
        unchanged[Tissue.Lesion].Voxels.ShouldBe(own);
        unchanged[Tissue.WhiteMatter].Voxels.ShouldBe(before[Tissue.WhiteMatter].Voxels);
    }
}
