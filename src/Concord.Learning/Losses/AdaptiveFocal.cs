using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The focal loss (Lin et al., ICCV 2017) on the probability of the candidate set: <c>-(1 - P)^γ log P</c> with
/// <c>P = Σ_{c∈S} p_c</c>. γ = 0 gives the adaptive cross-entropy. Fidon et al. (MICCAI 2021) take P / |S| instead, which
/// still pushes where P is 1.
/// </summary>
/// <param name="gamma">How much less a voxel counts that is right already: 0, or at least 1.</param>
public sealed class AdaptiveFocal(double gamma = 2) : ISegmentationLoss
{
    // Between 0 and 1 the gradient is infinite where P is 1.
    private readonly double _gamma = gamma is 0 or >= 1
        ? gamma
        : throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "0, or at least 1");

    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var surprise = new AdaptiveCrossEntropy().PerVoxel(logits, target);
        // 1 - P without cancellation; rounding must not make it negative.
        var missing = (-surprise).expm1().neg().clamp_min(0);
        return VoxelMean.Of(missing.pow(_gamma) * surprise, target.Inside).MoveToOuterDisposeScope();
    }
}
