using Concord.Learning.Losses;
using Concord.Learning.Strategies;
using Concord.Learning.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Strategies;

/// <summary>That each name has its own loss: on fully labelled data many are the same.</summary>
public sealed class StrategyCatalogTests
{
    // background, [wm, wmh]; and twice not [wmh]: a patch in which no lesion is.
    private static readonly int[][] Patches =
    [
        [0, 3],
        [5, 5],
    ];

    [Theory]
    [InlineData("naive-ce", LabelScope.Dataset)]
    [InlineData("naive-dice", LabelScope.Dataset)]
    [InlineData("ace", LabelScope.Dataset)]
    [InlineData("ace", LabelScope.Patch)]
    [InlineData("ace-focal", LabelScope.Dataset)]
    [InlineData("pseudo-label", LabelScope.Dataset)]
    public void Names_stand_for_their_formulas(string name, LabelScope scope)
    {
        using var tensors = NewDisposeScope();
        var logits = Targets.Logits(2, TwoDatasets.Classes, 2, seed: 5);
        var p = TwoDatasets.Probabilities(logits);
        double[] sets = [p[0, 0, 0], p[0, 3, 1] + p[0, 4, 1], 1 - p[1, 4, 0], 1 - p[1, 4, 1]];
        // Taken literally: background, white matter, background.
        double[] literal = [p[0, 0, 0], p[0, 3, 1], p[1, 0, 0], p[1, 0, 1]];
        var expected = name switch
        {
            "naive-ce" => literal.Average(q => -Math.Log(q)),
            "naive-dice" => Dice(),
            "ace-focal" => sets.Average(q => -Math.Pow(1 - q, 2) * Math.Log(q)),
            // Where the patch has no lesion, its 0 may be anything.
            _ when scope == LabelScope.Patch => sets.Take(2).Sum(q => -Math.Log(q)) / 4,
            _ => sets.Average(q => -Math.Log(q)),
        };
        Value(name, scope, logits).ShouldBe(expected, 1e-10);

        double Dice()
        {
            const double epsilon = 1e-5;
            int[] count = [3, 0, 0, 1, 0];
            return 1
                - Enumerable
                    .Range(0, 5)
                    .Average(c =>
                    {
                        var both =
                            c == 0 ? literal[0] + literal[2] + literal[3]
                            : c == 3 ? literal[1]
                            : 0;
                        var predicted = p[0, c, 0] + p[0, c, 1] + p[1, c, 0] + p[1, c, 1];
                        return (2 * both + epsilon) / (predicted + count[c] + epsilon);
                    });
        }
    }

    [Theory]
    [InlineData("ace-dice")]
    [InlineData("exclusion")]
    public void Sums_are_of_the_adaptive_cross_entropy_and_their_own_part(string name)
    {
        using var tensors = NewDisposeScope();
        var logits = Targets.Logits(2, TwoDatasets.Classes, 2, seed: 5);
        ISegmentationLoss part =
            name == "ace-dice" ? new MarginalDice(TwoDatasets.Table) : new ExclusionDice(TwoDatasets.Table);
        var own = part.Forward(logits, TwoDatasets.Target(TwoDatasets.Table, Patches)).item<double>();
        own.ShouldBeGreaterThan(0.01);
        Value(name, LabelScope.Dataset, logits).ShouldBe(Value("ace", LabelScope.Dataset, logits) + own, 1e-10);
    }

    private static double Value(string name, LabelScope scope, Tensor logits)
    {
        var loss = StrategyCatalog.Find(name).MakeLoss(new(TwoDatasets.Table, scope, TwoDatasets.Shares));
        return loss.Forward(logits, TwoDatasets.Target(TwoDatasets.Table, Patches)).item<double>();
    }
}
