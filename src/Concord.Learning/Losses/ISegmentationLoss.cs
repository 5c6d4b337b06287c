using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>Says how wrong a network is on a batch.</summary>
public interface ISegmentationLoss
{
    /// <summary>The loss, a scalar that is at least 0.</summary>
    /// <param name="logits">[batch, class, depth, height, width], the scores before softmax, in float32 or float64.</param>
    /// <param name="target">What the voxels may be.</param>
    Tensor Forward(Tensor logits, TargetBatch target);
}
