using Concord.Learning.Heads;
using Concord.Learning.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The selective cross-entropy (Fourure et al., Neurocomputing 2017): a softmax over the labels of the voxel's own dataset
/// only, <c>-log( exp z_y / Σ_{j∈L_d} exp z_j )</c>; channels of other datasets get no gradient. With a decoder for each
/// dataset it is NeuroNet's loss (Rajchl et al., MIDL 2018), and with a network for each the plain cross-entropy of the
/// paper's Multi-UNet (section 2.1). A voxel that may be anything counts 0.
/// </summary>
/// <param name="table">The categories of all datasets.</param>
/// <param name="layout">A group of channels for each of them.</param>
public sealed class SelectiveCrossEntropy(CategoryTable table, HeadLayout layout) : ISegmentationLoss
{
    private readonly CategoryChannels _map = new(table, layout);

    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var owners = tensor([.. _map.Groups.SelectMany(g => _map.GroupOfChannel.Select(o => g < 0 || o == g))]);
        var own = AdaptiveCrossEntropy.Spread(owners.view(-1, _map.Count).to(logits.device), target.Categories);
        var channels = CategoryValues.At(_map.Channels, target.Categories);
        var (right, teaches) = (channels.clamp_min(0).unsqueeze(1), channels.ge(0).to_type(logits.dtype));
        var all = logits.masked_fill(own.logical_not(), double.NegativeInfinity).logsumexp(1);
        var map = (all - logits.gather(1, right).squeeze(1)) * teaches;
        return VoxelMean.Of(map, target.Inside).MoveToOuterDisposeScope();
    }
}
