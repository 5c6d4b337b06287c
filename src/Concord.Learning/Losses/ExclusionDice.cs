using Concord.Labels;
using Concord.Learning.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// The exclusion loss in its Dice form (Shi et al., Medical Image Analysis 2021): what a dataset doesn't label must not be
/// predicted where it labels something else. For a class c that the dataset never labels for itself, e_c is 1 where c is
/// no candidate, and the loss is the mean over such classes of <c>2 Σ e_c p_c / (Σ e_c + Σ p_c + ε)</c>, sums over the
/// voxels of datasets that don't label c, but for those that may be anything. On fully labelled data there are none and it is 0.
/// </summary>
public sealed class ExclusionDice : ISegmentationLoss
{
    private const double Epsilon = 1e-5;
    private readonly bool[] _isUnlabelled;

    /// <summary>Makes the loss.</summary>
    /// <param name="table">The categories of all datasets.</param>
    public ExclusionDice(CategoryTable table)
    {
        var classes = Enumerable.Range(0, table.Space.Count);
        // [category, class]: the dataset of the category doesn't label the class. Padding is no dataset's, and a voxel that
        // may be anything says nothing.
        var rows = table.Protocols.SelectMany(p =>
            p.Sets.SelectMany(s => classes.Select(c => s != table.Space.All && !p.Labelled.Contains(c)))
        );
        _isUnlabelled = [.. rows, .. classes.Select(_ => false)];
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        var type = logits.dtype;
        var inside = target.Inside.to_type(type).unsqueeze(1);
        var table = tensor(_isUnlabelled).view(-1, logits.shape[1]).to(logits.device);
        var unlabelled = AdaptiveCrossEntropy.Spread(table, target.Categories);
        var excluded = unlabelled.logical_and(AdaptiveCrossEntropy.DatasetCandidates(target).logical_not());
        var p = logits.softmax(1) * unlabelled.to_type(type) * inside;
        var e = excluded.to_type(type) * inside;
        long[] voxels = [0, 2, 3, 4];
        var overlap = (p * e).sum(voxels) * 2 / (e.sum(voxels) + p.sum(voxels) + Epsilon);
        var counts = (unlabelled.to_type(type) * inside).sum(voxels).gt(0).to_type(type);
        return ((overlap * counts).sum() / counts.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }
}
