using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>A 2x2x2 transposed convolution with stride 2: doubles every side. Precision as in <see cref="Convolution"/>.</summary>
internal sealed class Upsampling : nn.Module<Tensor, Tensor>
{
    private const string Weight = "weight";
    private const string Bias = "bias";

    public Upsampling(int from, int to, Generator random)
        : base(nameof(Upsampling))
    {
        // Each output voxel sees one input voxel, so the fan-in of He initialisation is the input channels alone.
        var weight = randn([from, to, 2, 2, 2], generator: random).mul_(Math.Sqrt(2.0 / from));
        register_parameter(Weight, nn.Parameter(weight));
        register_parameter(Bias, nn.Parameter(zeros(to)));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        // Looked up by name each time: moving a module to another device or type puts new parameters in place.
        var (weight, bias) = (get_parameter(Weight)!.to_type(input.dtype), get_parameter(Bias)!.to_type(input.dtype));
        // The bias apart: oneDNN 3.7 sums its gradient voxel by voxel in one thread when it belongs to the operation.
        var output = nn.functional.conv_transpose3d(input, weight, bias: null, [2, 2, 2]);
        return output.add_(bias.view(1, -1, 1, 1, 1)).MoveToOuterDisposeScope();
    }
}
