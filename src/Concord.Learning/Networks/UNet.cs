using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>
/// The 3D U-Net of Roulet, Fernandez Slezak and Ferrante (MIDL 2019, section 2.1): blocks of two 3x3x3 convolutions,
/// 2x2x2 max-pooling and transposed convolutions, channels doubled on the way down and halved on the way up, skip
/// connections by addition, and a 1x1x1 convolution as the head. Maps [batch, sequence, depth, height, width] to logits
/// [batch, channel, depth, height, width] in float32; sides must be multiples of 2^(levels-1).
/// </summary>
/// <remarks>
/// With several heads each has an expansion path of its own above the one contraction path, as NeuroNet's decoders have
/// (Rajchl et al., MIDL 2018); the logits of all stand one after another.
/// </remarks>
public sealed class UNet : nn.Module<Tensor, Tensor>, IRecomputing
{
    // The logits of all heads in single precision.
    private static readonly Recomputation.Part Join = new(
        (all, _) => (all.Length == 1 ? all[0] : cat(all, 1)).to_type(ScalarType.Float32)
    );

    private readonly ConvolutionBlock[] _down;
    private readonly Expansion[] _expansions;
    private readonly ScalarType _type;
    private readonly bool _recompute;
    private Recomputation? _kept;

    internal UNet(
        int channels,
        IReadOnlyList<int> heads,
        NetworkSettings settings,
        Precision precision,
        Generator random
    )
        : base(nameof(UNet))
    {
        var (levels, width) = (settings.Levels, settings.Width);
        _recompute = settings.Recompute;
        _type = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        _down = new ConvolutionBlock[levels];
        for (var level = 0; level < levels; level++)
            register_module(
                $"down{level}",
                _down[level] = new ConvolutionBlock(
                    level == 0 ? channels : width << level - 1,
                    width << level,
                    settings.Norm,
                    random
                )
            );
        _expansions = [.. heads.Select((classes, i) => new Expansion(classes, settings, random, Add(i)))];

        Action<string, nn.Module> Add(int i) =>
            (name, module) => register_module(heads.Count == 1 ? name : $"decoder{i}_{name}", module);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = ChannelsLast(input.to_type(_type));
        _kept?.Dispose();
        _kept = _recompute && training && is_grad_enabled() ? new(x) : null;
        x = _kept?.Input ?? x;
        var skips = new Tensor[_down.Length - 1];
        for (var level = 0; level < _down.Length; level++)
        {
            x = Recomputation.Run(_kept, Down(level), x);
            if (level < skips.Length)
                skips[level] = x;
        }

        var logits = _expansions
            .Select((e, i) => e.Forward(x, skips, isLast: i == _expansions.Length - 1, _kept))
            .ToArray();
        x = Recomputation.Run(_kept, Join, logits);
        return (_kept is null ? x : x.detach().requires_grad_(true)).MoveToOuterDisposeScope();
    }

    void IRecomputing.BackwardFrom(Tensor logits)
    {
        if (_kept is null)
            return;
        using var scope = NewDisposeScope();
        _kept.Backward(logits.grad!);
        _kept = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _kept?.Dispose();
        base.Dispose(disposing);
    }

    private Recomputation.Part Down(int level) =>
        new(
            (inputs, isAgain) =>
                level == 0
                    ? _down[level].Compute(inputs[0], isAgain)
                    : _down[level].Compute(nn.functional.max_pool3d(inputs[0], [2, 2, 2]), isAgain, isInputDone: true),
            _down[level]
        );

    // The order in which convolutions are fastest on processors, in either precision.
    private static Tensor ChannelsLast(Tensor x) =>
        Libtorch.IsStock ? x.alias() : x.permute(0, 2, 3, 4, 1).contiguous().permute(0, 4, 1, 2, 3);
}
