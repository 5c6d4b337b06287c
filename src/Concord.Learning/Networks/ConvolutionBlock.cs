using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>Two 3x3x3 convolutions, each with a ReLU, and a normalisation at the end (paper, section 2.1).</summary>
internal sealed class ConvolutionBlock : nn.Module<Tensor, Tensor>
{
    private readonly Convolution _first;
    private readonly Convolution _second;
    private readonly nn.Module<Tensor, Tensor> _norm;

    public ConvolutionBlock(int from, int to, string norm, Generator random)
        : base(nameof(ConvolutionBlock))
    {
        register_module("conv1", _first = new Convolution(from, to, kernel: 3, random));
        register_module("conv2", _second = new Convolution(to, to, kernel: 3, random));
        // GroupNorm with a group for each channel is instance normalisation, and many times faster on a CPU.
        _norm = norm == "batch" ? nn.BatchNorm3d(to) : nn.GroupNorm(to, to);
        register_module("norm", _norm);
        // TorchSharp 0.107 leaves those of GroupNorm as it finds them in memory.
        using var noGradient = no_grad();
        nn.init.ones_(_norm.get_parameter("weight")!);
        nn.init.zeros_(_norm.get_parameter("bias")!);
    }

    public override Tensor forward(Tensor input) => Compute(input);

    /// <summary>The block's maps.</summary>
    /// <param name="input">Maps of the level.</param>
    /// <param name="isAgain">True for an input seen in this step: it goes into running statistics only once.</param>
    /// <param name="isInputDone">True if the caller needs the input no more: it is disposed of as soon as that can be.</param>
    public Tensor Compute(Tensor input, bool isAgain = false, bool isInputDone = false)
    {
        using var scope = NewDisposeScope();
        var first = Convolve(_first, input);
        if (isInputDone)
            input.Dispose();
        var second = Convolve(_second, first);
        // In a training the graph keeps what it needs.
        first.Dispose();
        var output =
            isAgain && _norm is BatchNorm3d batch
                ? nn.functional.batch_norm(second, null, null, batch.weight, batch.bias, training: true, eps: batch.eps)
                : _norm.call(second);
        return output.MoveToOuterDisposeScope();
    }

    private static Tensor Convolve(Convolution convolution, Tensor input)
    {
        using var scope = NewDisposeScope();
        return convolution.call(input).relu_().MoveToOuterDisposeScope();
    }
}
