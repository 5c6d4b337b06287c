namespace Concord.Labels.Tests;

public sealed class BodySidesTests
{
    [Theory]
    [InlineData("Left-Hippocampus", "Right-Hippocampus")]
    [InlineData("ctx-lh-insula", "ctx-rh-insula")]
    [InlineData("amygdala_L", "amygdala_R")]
    [InlineData("LeftPutamen", "RightPutamen")]
    [InlineData("left.thalamus", "Right_Thalamus")]
    public void Finds_the_two_sides_of_a_name(string left, string right)
    {
        var sides = BodySides.Of(new(["background", "wm", left, right]));
        sides.HaveAny.ShouldBeTrue();
        sides.Unpaired.ShouldBeEmpty();
        sides.Mirror(CandidateSet.Of(2)).ShouldBe(CandidateSet.Of(3));
        sides.Mirror(CandidateSet.Of(0, 1, 3)).ShouldBe(CandidateSet.Of(0, 1, 2));
    }

    [Fact]
    public void What_has_no_side_stays()
    {
        // Words that hold such letters are no sides.
        var sides = BodySides.Of(new(["background", "csf", "cleft", "bright", "wmh", "lateral-ventricle"]));
        sides.HaveAny.ShouldBeFalse();
        sides.Mirror(CandidateSet.All(6)).ShouldBe(CandidateSet.All(6));
    }

    [Fact]
    public void A_side_without_its_counterpart_has_no_name_once_mirrored()
    {
        var sides = BodySides.Of(new(["background", "left-caudate", "left-putamen", "right-putamen"]));
        sides.Unpaired.ShouldBe([1]);
        sides.Mirror(CandidateSet.Of(0, 1)).ShouldBeNull();
        sides.Mirror(CandidateSet.Of(2)).ShouldBe(CandidateSet.Of(3));
    }
}
