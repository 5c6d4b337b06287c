using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The adaptive cross-entropy (Roulet, Fernandez Slezak and Ferrante, MIDL 2019, eq. 4), for any candidate sets: at a voxel
/// that may be the classes S, the loss is <c>-log Σ_{c∈S} p_c = logsumexp(z) - logsumexp(z_S)</c>. One candidate gives
/// plain cross-entropy, all candidates give 0. The gradient by logit k is <c>p_k - 1[k∈S] p_k / Σ_{c∈S} p_c</c>.
/// </summary>
public sealed class AdaptiveCrossEntropy(LabelScope scope = LabelScope.Dataset) : ISegmentationLoss
{
    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var moved = NewDisposeScope();
        return VoxelMean.Of(PerVoxel(logits, target), target.Inside).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of each voxel, [batch, depth, height, width].</summary>
    public Tensor PerVoxel(Tensor logits, TargetBatch target)
    {
        using var moved = NewDisposeScope();
        var candidates = scope == LabelScope.Dataset ? DatasetCandidates(target) : PatchScope.Candidates(target);
        var inside = logits.masked_fill(candidates.logical_not(), double.NegativeInfinity);
        return (logits.logsumexp(1) - inside.logsumexp(1)).MoveToOuterDisposeScope();
    }

    /// <summary>[batch, class, depth, height, width], bool: the set of each voxel's category.</summary>
    internal static Tensor DatasetCandidates(TargetBatch target) => Spread(target.Sets, target.Categories);

    /// <summary>[batch, class, depth, height, width]: the row of a table [category, class] at each voxel.</summary>
    internal static Tensor Spread(Tensor table, Tensor categories) =>
        table.index(TensorIndex.Tensor(categories)).permute(0, 4, 1, 2, 3);
}
