using Concord.Labels;
using Concord.Learning.Heads;
using Concord.Learning.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Losses;

/// <summary>The losses on partial labels against their formulas, worked out voxel by voxel in plain C#.</summary>
public sealed class PartialLabelTests
{
    private const double Epsilon = 1e-5;

    // A voxel of each tissue category, and of each lesion category: not [wmh], wmh, any, background beyond the mask.
    private static readonly int[][] Patches =
    [
        [0, 1, 2, 3],
        [5, 6, 7, 8],
    ];

    private static readonly string[] Names = ["tissue", "lesions"];

    [Fact]
    public void Selective_cross_entropy_knows_the_channels_of_the_voxels_own_dataset_only()
    {
        using var scope = NewDisposeScope();
        var layout = HeadLayout.OfDatasets(Names, TwoDatasets.Table.Protocols);
        layout.Channels.ShouldBe(6, "any is no channel, and what a mask makes background is none either");
        var logits = Targets.Logits(2, 6, 4, seed: 2).requires_grad_();
        var target = TwoDatasets.Target(TwoDatasets.Table, Patches);
        var loss = new SelectiveCrossEntropy(TwoDatasets.Table, layout).Forward(logits, target);
        loss.backward();
        var z = logits.detach().data<double>().ToArray();
        double At(int patch, int channel, int voxel) => z[(patch * 6 + channel) * 4 + voxel];
        double Entropy(int patch, int voxel, int first, int count, int right) =>
            Math.Log(Enumerable.Range(first, count).Sum(c => Math.Exp(At(patch, c, voxel)))) - At(patch, right, voxel);
        var tissue = Enumerable.Range(0, 4).Average(i => Entropy(0, i, 0, 4, i));
        // not [wmh] is channel 4, wmh channel 5; any counts 0; beyond the mask it is background, which is not [wmh].
        var lesions = (Entropy(1, 0, 4, 2, 4) + Entropy(1, 1, 4, 2, 5) + 0 + Entropy(1, 3, 4, 2, 4)) / 4;
        loss.item<double>().ShouldBe((tissue + lesions) / 2, 1e-12);
        logits.grad!.narrow(0, 0, 1).narrow(1, 4, 2).abs().max().item<double>().ShouldBe(0);
        logits.grad!.narrow(0, 1, 1).narrow(1, 0, 4).abs().max().item<double>().ShouldBe(0);
    }

    [Fact]
    public void Marginal_dice_merges_the_classes_of_a_label()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(2, 5, 4, seed: 3);
        var p = TwoDatasets.Probabilities(logits);
        var loss = new MarginalDice(TwoDatasets.Table).Forward(logits, TwoDatasets.Target(TwoDatasets.Table, Patches));
        double Merged(int patch, int voxel, CandidateSet set) => set.Classes.Sum(c => p[patch, c, voxel]);
        double Dice(int patch, CandidateSet set, int[] where, int[] of) =>
            (2 * where.Sum(i => Merged(patch, i, set)) + Epsilon)
            / (of.Sum(i => Merged(patch, i, set)) + where.Length + Epsilon);
        int[] tissue = [0, 1, 2, 3],
            lesions = [0, 1, 3];
        var first = TwoDatasets.Tissue.Sets.Take(4).Select((s, i) => 1 - Dice(0, s, [i], tissue)).Average();
        var second = new[]
        {
            1 - Dice(1, CandidateSet.Of(0, 1, 2, 3), [0, 3], lesions),
            1 - Dice(1, CandidateSet.Of(4), [1], lesions),
        }.Average();
        loss.item<double>().ShouldBe((first + second) / 2, 1e-10);
    }

    [Fact]
    public void Marginal_dice_of_a_batch_of_one_dataset_is_that_datasets_own()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(2, 5, 4, seed: 4);
        var both = new MarginalDice(TwoDatasets.Table);
        var tissue = TwoDatasets.Target(TwoDatasets.Table, [0, 1, 2, 3], [3, 3, 0, 1]);
        var alone = new MarginalDice(new([TwoDatasets.Tissue])).Forward(
            logits,
            TwoDatasets.Target(new([TwoDatasets.Tissue]), [0, 1, 2, 3], [3, 3, 0, 1])
        );
        both.Forward(logits, tissue).item<double>().ShouldBe(alone.item<double>(), 1e-12);
    }

    [Fact]
    public void Leaf_dice_counts_certain_voxels_above_and_all_below()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(2, 5, 4, seed: 5);
        var p = TwoDatasets.Probabilities(logits);
        var loss = new LeafDice().Forward(logits, TwoDatasets.Target(TwoDatasets.Table, Patches));
        // Certain: 0, 1, 2 of the tissue patch; wmh and the background beyond the mask of the other.
        (int Patch, int Voxel, int Class)[] leaves = [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 1, 4), (1, 3, 0)];
        var expected = Enumerable
            .Range(0, 5)
            .Average(c =>
            {
                var own = leaves.Where(l => l.Class == c).ToList();
                var squares = Enumerable.Range(0, 8).Sum(i => Math.Pow(p[i / 4, c, i % 4], 2));
                return 2 * own.Sum(l => p[l.Patch, c, l.Voxel]) / (own.Count + squares + Epsilon);
            });
        loss.item<double>().ShouldBe(1 - expected, 1e-10);
    }

    [Fact]
    public void Focal_takes_the_probability_of_the_set()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(2, 5, 4, seed: 6);
        var p = TwoDatasets.Probabilities(logits);
        var target = TwoDatasets.Target(TwoDatasets.Table, Patches);
        var expected = Enumerable
            .Range(0, 8)
            .Average(i =>
            {
                var set = TwoDatasets.Table.Sets[Patches[i / 4][i % 4]];
                var sum = Math.Min(1, set.Classes.Sum(c => p[i / 4, c, i % 4]));
                return -Math.Pow(1 - sum, 2) * Math.Log(sum);
            });
        new AdaptiveFocal().Forward(logits, target).item<double>().ShouldBe(expected, 1e-10);
        new AdaptiveFocal(0)
            .Forward(logits, target)
            .item<double>()
            .ShouldBe(new AdaptiveCrossEntropy().Forward(logits, target).item<double>(), 1e-12);
    }

    [Fact]
    public void Exclusion_counts_unlabelled_classes_where_the_dataset_labels_another()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(2, 5, 4, seed: 7);
        var p = TwoDatasets.Probabilities(logits);
        var loss = new ExclusionDice(TwoDatasets.Table).Forward(logits, TwoDatasets.Target(TwoDatasets.Table, Patches));
        // The tissue dataset never labels wm and wmh for themselves: excluded at its voxels 0, 1, 2. The lesion dataset
        // labels wmh only: background is excluded at voxel 1; csf, gm and wm at 1 and beyond the mask.
        double Overlap(int c, (int Patch, int Voxel)[] excluded, (int Patch, int Voxel)[] all) =>
            2
            * excluded.Sum(v => p[v.Patch, c, v.Voxel])
            / (excluded.Length + all.Sum(v => p[v.Patch, c, v.Voxel]) + Epsilon);
        (int, int)[] first = [(0, 0), (0, 1), (0, 2), (0, 3)],
            second = [(1, 0), (1, 1), (1, 3)];
        double[] terms =
        [
            Overlap(0, [(1, 1)], second),
            Overlap(1, [(1, 1), (1, 3)], second),
            Overlap(2, [(1, 1), (1, 3)], second),
            Overlap(3, [(0, 0), (0, 1), (0, 2), (1, 1), (1, 3)], [.. first, .. second]),
            Overlap(4, [(0, 0), (0, 1), (0, 2)], first),
        ];
        loss.item<double>().ShouldBe(terms.Average(), 1e-10);
    }

    [Fact]
    public void Weights_rise_as_labels_get_rare()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(1, 5, 2, seed: 8);
        var p = TwoDatasets.Probabilities(logits);
        var target = TwoDatasets.Target(TwoDatasets.Table, [5, 6]);
        var shares = TwoDatasets.Shares;
        double Weight(int category) => 1 / Math.Log(1.02 + shares[category]);
        var (common, rare) = (-Math.Log(1 - p[0, 4, 0]), -Math.Log(p[0, 4, 1]));
        var expected = (common * Weight(5) + rare * Weight(6)) / (Weight(5) + Weight(6));
        new WeightedAdaptiveCrossEntropy(shares).Forward(logits, target).item<double>().ShouldBe(expected, 1e-10);
        Weight(6).ShouldBeGreaterThan(20 * Weight(5));
    }
}
