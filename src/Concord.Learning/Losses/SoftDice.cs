using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The soft Dice loss over the union of labels, taken literally: 1 - mean over classes of
/// <c>(2 Σ p_c g_c + ε) / (Σ p_c + Σ g_c + ε)</c>, sums over all voxels of the batch (Milletari et al. 2016, with the
/// linear denominator). The paper's second naive baseline.
/// </summary>
/// <param name="classes">The class of each category, in category order; padding is not among them.</param>
public sealed class SoftDice(IReadOnlyList<int> classes) : ISegmentationLoss
{
    private const double Epsilon = 1e-5;

    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var inside = target.Inside.to_type(logits.dtype).unsqueeze(1);
        var p = logits.softmax(1) * inside;
        var labels = LiteralLabels.Of(target, classes).unsqueeze(1);
        var channels = arange(logits.shape[1], device: logits.device).view(1, -1, 1, 1, 1);
        var g = labels.eq(channels).to_type(logits.dtype) * inside;
        long[] voxels = [0, 2, 3, 4];
        var dice = ((p * g).sum(voxels) * 2 + Epsilon) / (p.sum(voxels) + g.sum(voxels) + Epsilon);
        return (1 - dice.mean()).MoveToOuterDisposeScope();
    }
}
