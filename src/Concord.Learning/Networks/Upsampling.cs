using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>A 2x2x2 transposed convolution with stride 2: doubles every side. Precision as in <see cref="Convolution"/>.</summary>
internal sealed class Upsampling : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    public Upsampling(int from, int to)
        : base(nameof(Upsampling))
    {
        // Each output voxel sees one input voxel, so the fan-in of He initialisation is the input channels alone.
        var weight = randn([from, to, 2, 2, 2]).mul_(Math.Sqrt(2.0 / from));
        register_parameter("weight", _weight = nn.Parameter(weight));
        register_parameter("bias", _bias = nn.Parameter(zeros(to)));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (_weight.to_type(input.dtype), _bias.to_type(input.dtype));
        return nn.functional.conv_transpose3d(input, weight, bias, [2, 2, 2]).MoveToOuterDisposeScope();
    }
}
