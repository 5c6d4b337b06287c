using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>
/// A convolution that keeps the spatial size. It works in the type of its input; weights stay in float32 and are converted
/// for the one operation, so gradients arrive in float32. He initialisation (He et al. 2015) for the ReLU that follows.
/// </summary>
internal sealed class Convolution : nn.Module<Tensor, Tensor>
{
    private const string Weight = "weight";
    private const string Bias = "bias";

    // libtorch is much slower with one input channel than with two, the second being 0.
    private const long Narrowest = 2;
    private readonly long _padding;

    public Convolution(int from, int to, int kernel, Generator random)
        : base(nameof(Convolution))
    {
        _padding = kernel / 2;
        var weight = empty([to, from, kernel, kernel, kernel]);
        weight.normal_(0, Math.Sqrt(2) / Math.Sqrt(from * kernel * kernel * kernel), random);
        register_parameter(Weight, nn.Parameter(weight));
        register_parameter(Bias, nn.Parameter(zeros(to)));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        // Looked up by name each time: moving a module to another device or type puts new parameters in place.
        var type = input.dtype == ScalarType.BFloat16 && !IsSafeInBFloat16(input) ? ScalarType.Float32 : input.dtype;
        var (weight, bias) = (get_parameter(Weight)!.to_type(type), get_parameter(Bias)!.to_type(type));
        var padding = new[] { _padding, _padding, _padding };
        var x = input.to_type(type);
        if (x.shape[1] < Narrowest)
        {
            // Channels last, as the others are.
            long[] more = [0, Narrowest - x.shape[1]];
            x = nn.functional.pad(x.permute(0, 2, 3, 4, 1), more).permute(0, 4, 1, 2, 3);
            weight = nn.functional.pad(weight.permute(0, 2, 3, 4, 1), more).permute(0, 4, 1, 2, 3);
        }

        var output = nn.functional.conv3d(x, weight, bias, [1, 1, 1], padding);
        return output.to_type(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// libtorch 2.10 on CPUs reads memory that it never wrote when it makes the weights' gradient of a bfloat16 convolution
    /// over a volume exactly two voxels deep: the gradient is wrong, often NaN. Every other size is right
    /// (docs/decisions/0006).
    /// </summary>
    private bool IsSafeInBFloat16(Tensor input) => _padding == 0 || input.shape[2] != 2;
}
