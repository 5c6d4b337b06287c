using Concord.Labels;
using Concord.Learning.Losses;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Losses;

public sealed class SoftDiceTests
{
    private static readonly CandidateSet[] Sets = [CandidateSet.Of(0), CandidateSet.Of(1)];

    [Fact]
    public void Is_near_zero_for_a_perfect_prediction_and_near_one_for_the_opposite()
    {
        using var scope = NewDisposeScope();
        var target = Targets.Of(Sets, 2, [0, 1, 1, 0]);
        var right = tensor(new double[] { 50, -50, -50, 50, -50, 50, 50, -50 }).view(1, 2, 1, 1, 4);
        new SoftDice([0, 1]).Forward(right, target).item<double>().ShouldBe(0, 1e-4);
        new SoftDice([0, 1]).Forward(-right, target).item<double>().ShouldBe(1, 1e-4);
    }

    [Fact]
    public void Equals_the_formula_on_a_hand_worked_example()
    {
        using var scope = NewDisposeScope();
        // p(1) = 0.8, 0.4; labels 1, 0; the third voxel is padding.
        var p = new[] { 0.2, 0.6, 0.5, 0.8, 0.4, 0.5 };
        var logits = tensor(p).log().view(1, 2, 1, 1, 3);
        var loss = new SoftDice([0, 1]).Forward(logits, Targets.Of(Sets, 2, [1, 0, -1])).item<double>();
        var expected = 1 - ((2 * 0.6 / (0.8 + 1)) + (2 * 0.8 / (1.2 + 1))) / 2;
        loss.ShouldBe(expected, 1e-4);
    }
}
