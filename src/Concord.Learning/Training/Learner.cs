using Concord.Learning.Losses;
using Concord.Learning.Networks;
using Concord.Learning.Runtime;
using Concord.Learning.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Training;

/// <summary>A network, what it is told by and what changes it: takes steps.</summary>
internal sealed class Learner : IDisposable
{
    private readonly CategoryTable _table;
    private readonly ISegmentationLoss _loss;
    private readonly Device _device;
    private readonly Tensor _sets;
    private readonly MemoryTidying _memory = new();

    /// <param name="network">Is disposed of with this.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="table">The categories of the batches.</param>
    /// <param name="device">Where the network works; it is moved there.</param>
    public Learner(nn.Module<Tensor, Tensor> network, ISegmentationLoss loss, CategoryTable table, Device device)
    {
        (Network, _loss, _table, _device) = (network, loss, table, device);
        network.to(device);
        Optimizer = new Adam(network);
        _sets = BatchTensors.SetsOf(table).to(device).DetachFromDisposeScope();
    }

    /// <summary>What learns.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>What changes its weights.</summary>
    public Adam Optimizer { get; }

    /// <summary>Takes a step.</summary>
    /// <param name="batch">What is learnt from.</param>
    /// <param name="step">The number of this step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The loss before the step.</returns>
    public double Step(PatchBatch batch, long step, double rate)
    {
        using var scope = NewDisposeScope();
        var (input, target) = BatchTensors.Of(batch, _table, _sets, _device);
        var logits = Network.call(input);
        var loss = _loss.Forward(logits, target);
        loss.backward();
        (Network as IRecomputing)?.BackwardFrom(logits);
        Optimizer.Step(step, rate);
        _memory.Look();
        return loss.item<float>();
    }

    /// <summary>Whether every weight is a number, running statistics included.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Network.parameters().Concat(Network.buffers()).All(p => p.isfinite().all().item<bool>());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sets.Dispose();
        Optimizer.Dispose();
        Network.Dispose();
    }
}
