using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>
/// A network that may leave out of its graph what it computes again (<see cref="NetworkSettings.Recompute"/>): after the loss
/// has gone backwards to the logits, it goes on from there.
/// </summary>
internal interface IRecomputing
{
    /// <summary>Adds to the gradients of all parameters if the graph ended at the logits; else does nothing.</summary>
    /// <param name="logits">What the network gave last, with their gradient.</param>
    void BackwardFrom(Tensor logits);
}
