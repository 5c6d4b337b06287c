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

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _norm.call(Convolve(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The same; an input that it has seen in this step goes into running statistics only once.</summary>
    public Tensor Compute(Tensor input, bool isAgain)
    {
        if (!isAgain)
            return call(input);
        using var scope = NewDisposeScope();
        var x = Convolve(input);
        x = _norm is BatchNorm3d batch
            ? nn.functional.batch_norm(x, null, null, batch.weight, batch.bias, training: true, eps: batch.eps)
            : _norm.call(x);
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Convolve(Tensor input) => _second.call(_first.call(input).relu_()).relu_();
}
