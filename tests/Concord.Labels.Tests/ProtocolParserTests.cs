using Concord.Imaging;

namespace Concord.Labels.Tests;

public sealed class ProtocolParserTests
{
    [Theory]
    [InlineData("gm", 0b00100)]
    [InlineData(" gm ", 0b00100)]
    [InlineData("[wm, wmh]", 0b11000)]
    [InlineData("wm,wmh", 0b11000)]
    [InlineData("not [wmh]", 0b01111)]
    [InlineData("not wmh", 0b01111)]
    [InlineData("not[wmh, csf]", 0b01101)]
    [InlineData("any", 0b11111)]
    public void Reads_a_meaning(string text, int bits) =>
        ProtocolParser.Parse(text, Spaces.Tissue, "m.yaml:7").ShouldBe(new CandidateSet((ulong)bits));

    [Theory]
    [InlineData("grey", "unknown class 'grey'")]
    [InlineData("[wm, grey]", "unknown class 'grey'")]
    [InlineData("not [grey]", "unknown class 'grey'")]
    [InlineData("[wm, any]", "unknown class 'any'")]
    [InlineData("", "a class name is missing")]
    [InlineData("[wm,]", "a class name is missing")]
    [InlineData("not [background, csf, gm, wm, wmh]", "'not [background, csf, gm, wm, wmh]' leaves no class")]
    public void Names_file_and_line_when_a_meaning_makes_no_sense(string text, string problem)
    {
        var refusal = Should.Throw<BadInputException>(() => ProtocolParser.Parse(text, Spaces.Tissue, "m.yaml:7"));
        refusal.Problem.ShouldBe(problem);
        refusal.Message.ShouldStartWith("m.yaml:7: ");
    }

    [Fact]
    public void An_unknown_class_is_answered_with_the_known() =>
        Should
            .Throw<BadInputException>(() => ProtocolParser.Parse("grey", Spaces.Tissue, "m.yaml:7"))
            .Remedy.ShouldBe("classes are background, csf, gm, wm, wmh");
}
