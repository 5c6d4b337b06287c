using Concord.Labels;
using Concord.Learning.Losses;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Losses;

public sealed class CrossEntropyTests
{
    private static readonly CandidateSet[] Sets = [CandidateSet.Of(0, 1), CandidateSet.Of(2)];

    [Fact]
    public void Takes_a_lesion_background_for_background()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0.2, 0.3, 0.5 }).log().view(1, 3, 1, 1, 1);
        new CrossEntropy([0, 2])
            .Forward(logits, Targets.Of(Sets, 3, [0]))
            .item<double>()
            .ShouldBe(-Math.Log(0.2), 1e-12);
    }

    [Fact]
    public void Ignores_padding()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(1, 3, 4, seed: 3);
        var padded = new CrossEntropy([0, 2]).Forward(logits, Targets.Of(Sets, 3, [0, 1, -1, -1]));
        var cut = new CrossEntropy([0, 2]).Forward(logits.narrow(4, 0, 2), Targets.Of(Sets, 3, [0, 1]));
        padded.item<double>().ShouldBe(cut.item<double>(), 1e-12);
    }
}
