using Concord.Simulation.Anatomy;
using Concord.Simulation.Anatomy.LabelMaps;

namespace Concord.Simulation.Tests.Anatomy.LabelMaps;

public sealed class FreeSurferLabelsTests
{
    private static readonly FreeSurferLabel[] All =
    [
        .. Enumerable.Range(-10, 20000).Select(FreeSurferLabels.Find).OfType<FreeSurferLabel>(),
    ];

    [Fact]
    public void Mirror_of_the_mirror_is_the_code_itself_of_the_same_tissue()
    {
        All.Length.ShouldBeGreaterThan(800);
        foreach (var label in All)
        {
            var mirror = FreeSurferLabels.Find(label.Mirror).ShouldNotBeNull();
            mirror.Mirror.ShouldBe(label.Code);
            mirror.Tissue.ShouldBe(label.Tissue);
        }
    }

    [Fact]
    public void Hemispheres_are_those_of_opposite_codes()
    {
        foreach (var label in All)
            FreeSurferLabels.HemisphereOf(label.Mirror).ShouldBe(-FreeSurferLabels.HemisphereOf(label.Code));
        FreeSurferLabels.HemisphereOf(2).ShouldBe(-1);
        FreeSurferLabels.HemisphereOf(42).ShouldBe(1);
        FreeSurferLabels.HemisphereOf(16).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, Tissue.Background, 0)]
    [InlineData(2, Tissue.WhiteMatter, 41)]
    [InlineData(42, Tissue.GreyMatter, 3)]
    [InlineData(4, Tissue.Ventricle, 43)]
    [InlineData(53, Tissue.GreyMatter, 17)]
    [InlineData(11, Tissue.DeepGrey, 50)]
    [InlineData(14, Tissue.Csf, 14)]
    [InlineData(16, Tissue.WhiteMatter, 16)]
    [InlineData(25, Tissue.Lesion, 57)]
    [InlineData(77, Tissue.Lesion, 77)]
    [InlineData(31, Tissue.Choroid, 63)]
    [InlineData(136, Tissue.Choroid, 163)]
    [InlineData(137, Tissue.Choroid, 164)]
    [InlineData(515, Tissue.Skull, 515)]
    [InlineData(1035, Tissue.GreyMatter, 2035)]
    [InlineData(4012, Tissue.WhiteMatter, 3012)]
    public void Knows_its_codes(int code, Tissue tissue, int mirror) =>
        FreeSurferLabels.Find(code).ShouldBe(new FreeSurferLabel(code, tissue, mirror));

    [Theory]
    [InlineData(-1)]
    [InlineData(600)]
    [InlineData(70000)]
    public void Knows_no_others(int code) => FreeSurferLabels.Find(code).ShouldBeNull();
}
