using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>
/// A convolution that keeps the spatial size. It works in the type of its input; weights stay in float32 and are converted
/// for the one operation, so gradients arrive in float32. He initialisation (He et al. 2015) for the ReLU that follows.
/// </summary>
internal sealed class Convolution : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly long _padding;

    public Convolution(int from, int to, int kernel)
        : base(nameof(Convolution))
    {
        _padding = kernel / 2;
        var weight = empty([to, from, kernel, kernel, kernel]);
        nn.init.kaiming_normal_(weight, nonlinearity: nn.init.NonlinearityType.ReLU);
        register_parameter("weight", _weight = nn.Parameter(weight));
        register_parameter("bias", _bias = nn.Parameter(zeros(to)));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var type = input.dtype == ScalarType.BFloat16 && !IsSafeInBFloat16(input) ? ScalarType.Float32 : input.dtype;
        var (weight, bias) = (_weight.to_type(type), _bias.to_type(type));
        var padding = new[] { _padding, _padding, _padding };
        var output = nn.functional.conv3d(input.to_type(type), weight, bias, [1, 1, 1], padding);
        return output.to_type(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// libtorch 2.10 on CPUs reads memory that it never wrote when it makes the weights' gradient of a bfloat16 convolution
    /// over a volume exactly two voxels deep: the gradient is wrong, often NaN. Every other size is right
    /// (docs/decisions/0006).
    /// </summary>
    private bool IsSafeInBFloat16(Tensor input) => _padding == 0 || input.shape[2] != 2;
}
