using TorchSharp;
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
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _first.call(input).relu_();
        x = _second.call(x).relu_();
        return _norm.call(x).MoveToOuterDisposeScope();
    }
}
