using Concord.Imaging;

namespace Concord.Labels.Tests;

public sealed class LabelSpaceTests
{
    [Fact]
    public void Classes_are_channels_in_order()
    {
        Spaces.Tissue.Count.ShouldBe(5);
        Spaces.Tissue.IndexOf("wm").ShouldBe(3);
        Spaces.Tissue.IndexOf("WM").ShouldBe(-1);
        Spaces.Tissue.All.ShouldBe(CandidateSet.All(5));
    }

    [Theory]
    [InlineData("background", "1 classes")]
    [InlineData("gm,background", "the first class is 'gm'")]
    [InlineData("background,gm,gm", "the class 'gm' stands twice")]
    [InlineData("background,any", "'any' can't name a class")]
    [InlineData("background,not", "'not' can't name a class")]
    [InlineData("background,", "'' can't name a class")]
    [InlineData("background,grey matter", "'grey matter' can't name a class")]
    public void Refuses_bad_names(string names, string problem)
    {
        var refusal = Should.Throw<BadInputException>(() => new LabelSpace(names.Split(','), "m.yaml:1"));
        refusal.Problem.ShouldBe(problem);
        refusal.Culprit.ShouldBe("m.yaml:1");
    }

    [Fact]
    public void Refuses_more_classes_than_a_set_holds()
    {
        string[] Names(int count) => ["background", .. Enumerable.Range(1, count - 1).Select(i => $"c{i}")];
        new LabelSpace(Names(64)).Count.ShouldBe(64);
        Should.Throw<BadInputException>(() => new LabelSpace(Names(65))).Problem.ShouldBe("65 classes");
    }

    [Fact]
    public void A_description_reads_back_as_the_same_set()
    {
        for (var bits = 1UL; bits < 32; bits++)
        {
            var text = Spaces.Tissue.Describe(new(bits));
            ProtocolParser.Parse(text, Spaces.Tissue, "here").ShouldBe(new CandidateSet(bits), text);
        }
    }

    [Theory]
    [InlineData("any")]
    [InlineData("gm")]
    [InlineData("[wm, wmh]")]
    [InlineData("not [wmh]")]
    public void Describes_as_a_person_writes(string text) =>
        Spaces.Tissue.Describe(ProtocolParser.Parse(text, Spaces.Tissue, "here")).ShouldBe(text);
}
