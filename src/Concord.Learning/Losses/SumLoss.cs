using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>The sum of two losses.</summary>
public sealed class SumLoss(ISegmentationLoss first, ISegmentationLoss second) : ISegmentationLoss
{
    /// <inheritdoc/>
    public Tensor Forward(Tensor logits, TargetBatch target)
    {
        using var scope = NewDisposeScope();
        return (first.Forward(logits, target) + second.Forward(logits, target)).MoveToOuterDisposeScope();
    }
}
