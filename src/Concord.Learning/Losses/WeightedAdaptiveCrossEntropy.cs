using Concord.Learning.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The adaptive cross-entropy with a weight for each label, which the paper leaves to future work (section 5): in a patch
/// <c>Σ w l / Σ w</c>, with <c>w = 1 / ln(1.02 + f)</c> (Paszke et al., ENet, 2016), f being the label's share of its
/// dataset's voxels: from 1.4 for what is everywhere to 50 for what is rare. Equal shares give the unweighted loss.
/// </summary>
/// <param name="shares">f of each category but padding, in [0, 1].</param>
public sealed class WeightedAdaptiveCrossEntropy(IReadOnlyList<double> shares) : ISegmentationLoss
{
    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var map = new AdaptiveCrossEntropy().PerVoxel(logits, target);
        var table = tensor([.. shares.Select(f => 1 / Math.Log(1.02 + f)), 0.0]).to(logits.dtype);
        var weights = CategoryValues.At(table, target.Categories);
        // A voxel that may be anything is no label's; it would only thin out the mean.
        var limited = AdaptiveCrossEntropy.DatasetCandidates(target).all(1).logical_not().to_type(logits.dtype);
        weights = weights * limited * target.Inside.to_type(logits.dtype);
        var perPatch = (map * weights).sum([1, 2, 3]) / weights.sum([1, 2, 3]).clamp_min(1e-12);
        return perPatch.mean().MoveToOuterDisposeScope();
    }
}
