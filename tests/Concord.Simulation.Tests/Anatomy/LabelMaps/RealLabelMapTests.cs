using Concord.Simulation.Anatomy;
using Concord.Simulation.Anatomy.LabelMaps;

namespace Concord.Simulation.Tests.Anatomy.LabelMaps;

public sealed class RealLabelMapTests
{
    // The first is stored as floats, the others as integers.
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Reads_whole_heads(int number)
    {
        var files = SharedData.Files("synthseg-labelmaps", "*.nii.gz");
        files.Count.ShouldBe(12);
        var head = LabelMapReader.Read(files[number]);
        head.Grid!.Size.ShouldBe(new(256, 256, 256));
        head.Midline.Normal.X.ShouldBeGreaterThan(0.97);
        Math.Abs(head.Midline.Distance(head.Centre)).ShouldBeLessThan(2);
        var coarse = head.Sample(
            SubjectSettings.Centred(new(40, 50, 40), new(5, 5, 5)),
            new Simulation.Deformation.AffineMap(Imaging.Geometry.Affine.FromSpacing(new(1, 1, 1), head.Centre)),
            SliceProfile.Point
        );
        // Grown-ups' brains, in ml.
        coarse.Millilitres(Tissue.WhiteMatter).ShouldBeInRange(300, 700);
        coarse.Millilitres(Tissues.Grey).ShouldBeInRange(450, 950);
        coarse.Millilitres(Tissue.Skull, Tissue.Skin, Tissue.Muscle, Tissue.Fat).ShouldBeGreaterThan(500);
    }
}
