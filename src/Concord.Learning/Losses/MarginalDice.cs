using Concord.Learning.Heads;
using Concord.Learning.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The marginal Dice loss (Shi et al., Medical Image Analysis 2021): for each label k of a dataset, the probability of its
/// merged class is <c>q_k = Σ_{c∈S_k} p_c</c>, and the loss of the dataset is
/// <c>1 - mean_k (2 Σ q_k g_k + ε) / (Σ q_k + Σ g_k + ε)</c>, sums over the batch's voxels of that dataset; then the mean
/// over the datasets in the batch. On fully labelled data it is the soft Dice loss.
/// </summary>
public sealed class MarginalDice : ISegmentationLoss
{
    private const double Epsilon = 1e-5;
    private readonly CategoryChannels _map;
    private readonly HeadLayout _layout;

    /// <summary>Makes the loss.</summary>
    /// <param name="table">The categories of all datasets.</param>
    public MarginalDice(CategoryTable table)
    {
        _layout = HeadLayout.OfDatasets([.. table.Protocols.Select((_, d) => $"{d}")], table.Protocols);
        _map = new(table, _layout);
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var (device, type) = (logits.device, logits.dtype);
        var classes = (int)logits.shape[1];
        var sets = _layout.Groups.SelectMany(g => g.Sets).ToList();
        var merge = tensor([.. sets.SelectMany(s => Enumerable.Range(0, classes).Select(c => s.Contains(c) ? 1.0 : 0))])
            .view(sets.Count, classes)
            .to(type, device);
        var q = merge.matmul(logits.softmax(1).flatten(2));
        var categories = target.Categories.flatten(1).unsqueeze(1);
        var inside = target.Inside.to_type(type).flatten(1).unsqueeze(1);
        var g = Lookup(_map.Channels).eq(Numbers(Enumerable.Range(0, sets.Count))).to_type(type) * inside;
        var own = Lookup(_map.Groups).eq(Numbers(_map.GroupOfChannel)).to_type(type) * inside;
        long[] voxels = [0, 2];
        var count = own.sum(voxels);
        var dice = ((q * g).sum(voxels) * 2 + Epsilon) / ((q * own).sum(voxels) + g.sum(voxels) + Epsilon);
        // Each dataset that is in the batch counts the same, however many labels it has.
        var size = _map.GroupOfChannel.Select(d => 1.0 / _map.GroupOfChannel.Count(o => o == d));
        var weight = tensor([.. size]).to(type, device) * count.gt(0).to_type(type);
        return ((1 - dice) * weight).sum().div(weight.sum().clamp_min(Epsilon)).MoveToOuterDisposeScope();

        Tensor Lookup(IReadOnlyList<int> values) => CategoryValues.At(values, categories);
        Tensor Numbers(IEnumerable<int> values) =>
            tensor([.. values.Select(v => (long)v)], device: device).view(1, -1, 1);
    }
}
