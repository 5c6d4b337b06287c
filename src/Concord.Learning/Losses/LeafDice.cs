using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The Leaf-Dice loss (Fidon et al., MICCAI 2021): <c>1 - mean_c 2 Σ 1[S={c}] p_c / (Σ 1[S={c}] + Σ p_c² + ε)</c>. A voxel
/// of several candidates is in no numerator, yet its probabilities are in every denominator. On fully labelled data it is
/// the Dice loss with squares (Milletari et al. 2016).
/// </summary>
public sealed class LeafDice : ISegmentationLoss
{
    private const double Epsilon = 1e-5;

    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var inside = target.Inside.to_type(logits.dtype).unsqueeze(1);
        var p = logits.softmax(1) * inside;
        var leaves = target.Sets.logical_and(target.Sets.sum(1, keepdim: true).eq(1));
        var g = AdaptiveCrossEntropy.Spread(leaves, target.Categories).to_type(logits.dtype) * inside;
        long[] voxels = [0, 2, 3, 4];
        var dice = (p * g).sum(voxels) * 2 / (g.sum(voxels) + p.square().sum(voxels) + Epsilon);
        return (1 - dice.mean()).MoveToOuterDisposeScope();
    }
}
