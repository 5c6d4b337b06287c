using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// Plain cross-entropy (paper, eqs. 1-3) on labels taken literally: each category counts as one class, a dataset's 0 as
/// background. This is what goes wrong on contradictory datasets.
/// </summary>
/// <param name="classes">The class of each category, in category order; padding is not among them.</param>
public sealed class CrossEntropy(IReadOnlyList<int> classes) : ISegmentationLoss
{
    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var labels = LiteralLabels.Of(target, classes);
        var map = logits.logsumexp(1) - logits.gather(1, labels.unsqueeze(1)).squeeze(1);
        return VoxelMean.Of(map, target.Inside).MoveToOuterDisposeScope();
    }
}
