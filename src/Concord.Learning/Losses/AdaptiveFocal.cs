using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The focal loss (Lin et al., ICCV 2017) on the probability of the candidate set (Fidon et al., MICCAI 2021):
/// <c>-(1 - P)^γ log P</c> with <c>P = Σ_{c∈S} p_c</c>. γ = 0 gives the adaptive cross-entropy.
/// </summary>
/// <param name="gamma">How much less a voxel counts that is right already, at least 0.</param>
public sealed class AdaptiveFocal(double gamma = 2) : ISegmentationLoss
{
    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var surprise = new AdaptiveCrossEntropy().PerVoxel(logits, target);
        // 1 - P without cancellation; rounding must not make it negative.
        var missing = (-surprise).expm1().neg().clamp_min(0);
        return VoxelMean.Of(missing.pow(gamma) * surprise, target.Inside).MoveToOuterDisposeScope();
    }
}
