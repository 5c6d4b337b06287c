using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests;

public sealed class TruthLabelsTests
{
    [Theory]
    [InlineData(1f, 0f, 0f, 0f, 0f, TruthLabels.Background)]
    [InlineData(0.2f, 0.8f, 0f, 0f, 0f, TruthLabels.Csf)]
    [InlineData(0f, 0.3f, 0.6f, 0.1f, 0f, TruthLabels.GreyMatter)]
    [InlineData(0f, 0f, 0.4f, 0.6f, 0f, TruthLabels.WhiteMatter)]
    // White matter and its lesion count together against grey matter...
    [InlineData(0f, 0f, 0.4f, 0.3f, 0.3f, TruthLabels.WhiteMatter)]
    [InlineData(0f, 0f, 0f, 0.51f, 0.49f, TruthLabels.WhiteMatter)]
    // ...and lesion begins at one half.
    [InlineData(0f, 0f, 0.25f, 0.25f, 0.5f, TruthLabels.Lesion)]
    [InlineData(0f, 0f, 0f, 0f, 1f, TruthLabels.Lesion)]
    public void Label_is_the_class_of_the_largest_share(
        float air,
        float csf,
        float grey,
        float white,
        float lesion,
        byte expected
    ) => Label(air, csf, grey, white, lesion, skull: 0, skin: 0).ShouldBe(expected);

    [Fact]
    public void Air_skull_and_skin_are_one_background()
    {
        Label(0.2f, 0.4f, 0, 0, 0, skull: 0.2f, skin: 0.2f).ShouldBe(TruthLabels.Background);
    }

    [Fact]
    public void Names_are_in_the_order_of_the_labels()
    {
        TruthLabels.Names[TruthLabels.Csf].ShouldBe("csf");
        TruthLabels.Names[TruthLabels.GreyMatter].ShouldBe("gm");
        TruthLabels.Names[TruthLabels.WhiteMatter].ShouldBe("wm");
        TruthLabels.Names[TruthLabels.Lesion].ShouldBe("wmh");
    }

    private static byte Label(float air, float csf, float grey, float white, float lesion, float skull, float skin)
    {
        var anatomy = new HeadAnatomy(new VolumeGeometry(new(1, 1, 1), Affine.Identity), Enum.GetValues<Tissue>());
        (Tissue Tissue, float Share)[] shares =
        [
            (Tissue.Background, air),
            (Tissue.Csf, csf),
            (Tissue.GreyMatter, grey),
            (Tissue.WhiteMatter, white),
            (Tissue.Lesion, lesion),
            (Tissue.Skull, skull),
            (Tissue.Skin, skin),
        ];
        foreach (var (tissue, share) in shares)
            anatomy[tissue].Voxels[0] = share;
        return TruthLabels.Of(anatomy).Voxels[0];
    }
}
