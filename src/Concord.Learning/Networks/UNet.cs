using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>
/// The 3D U-Net of Roulet, Fernandez Slezak and Ferrante (MIDL 2019, section 2.1): blocks of two 3x3x3 convolutions,
/// 2x2x2 max-pooling and transposed convolutions, channels doubled on the way down and halved on the way up, skip
/// connections by addition, and a 1x1x1 convolution as the head. Maps [batch, sequence, depth, height, width] to logits
/// [batch, class, depth, height, width] in float32; sides must be multiples of 2^(levels-1).
/// </summary>
public sealed class UNet : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>[] _down;
    private readonly Upsampling[] _lift;
    private readonly nn.Module<Tensor, Tensor>[] _up;
    private readonly Convolution _head;
    private readonly ScalarType _type;

    internal UNet(int channels, int classes, NetworkSettings settings, Precision precision)
        : base(nameof(UNet))
    {
        var (levels, width) = (settings.Levels, settings.Width);
        _type = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        _down = new nn.Module<Tensor, Tensor>[levels];
        _lift = new Upsampling[levels - 1];
        _up = new nn.Module<Tensor, Tensor>[levels - 1];
        for (var level = 0; level < levels; level++)
            Add($"down{level}", _down[level] = Block(level == 0 ? channels : width << level - 1, width << level));
        for (var level = levels - 2; level >= 0; level--)
        {
            Add($"lift{level}", _lift[level] = new Upsampling(width << level + 1, width << level));
            Add($"up{level}", _up[level] = Block(width << level, width << level));
        }

        Add("head", _head = new Convolution(width, classes, kernel: 1));

        nn.Module<Tensor, Tensor> Block(int from, int to) => new ConvolutionBlock(from, to, settings.Norm);
        void Add(string name, nn.Module module) => register_module(name, module);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = ChannelsLast(input.to_type(_type));
        var skips = new Tensor[_lift.Length];
        for (var level = 0; level < _down.Length; level++)
        {
            if (level > 0)
                x = nn.functional.max_pool3d(x, [2, 2, 2]);
            x = _down[level].call(x);
            if (level < skips.Length)
                skips[level] = x;
        }

        for (var level = skips.Length - 1; level >= 0; level--)
        {
            x = _lift[level].call(x).add_(skips[level]);
            if (!is_grad_enabled())
                skips[level].Dispose();
            x = _up[level].call(x);
        }

        return _head.call(x).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private Tensor ChannelsLast(Tensor x) =>
        _type == ScalarType.BFloat16 ? x.permute(0, 2, 3, 4, 1).contiguous().permute(0, 4, 1, 2, 3) : x;
}
