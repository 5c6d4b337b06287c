using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>The way up of a U-Net and the head at its end; its modules belong to the network.</summary>
internal sealed class Expansion
{
    private readonly Upsampling[] _lift;
    private readonly ConvolutionBlock[] _up;
    private readonly Convolution _head;

    /// <param name="classes">Channels of the head.</param>
    /// <param name="settings">The network's shape.</param>
    /// <param name="random">Draws the first weights.</param>
    /// <param name="register">Gives the network a module by name, in the order in which it is made.</param>
    public Expansion(int classes, NetworkSettings settings, Generator random, Action<string, nn.Module> register)
    {
        var (levels, width) = (settings.Levels, settings.Width);
        _lift = new Upsampling[levels - 1];
        _up = new ConvolutionBlock[levels - 1];
        for (var level = levels - 2; level >= 0; level--)
        {
            register($"lift{level}", _lift[level] = new Upsampling(width << level + 1, width << level, random));
            register(
                $"up{level}",
                _up[level] = new ConvolutionBlock(width << level, width << level, settings.Norm, random)
            );
        }

        var head = new Convolution(width, classes, kernel: 1, random);
        register("head", head);
        _head = head;
    }

    /// <param name="x">The deepest maps.</param>
    /// <param name="skips">The maps of the way down, by level.</param>
    /// <param name="isLast">True if nobody needs the maps after this.</param>
    /// <param name="kept">Keeps what isn't computed again; null to compute as usual.</param>
    public Tensor Forward(Tensor x, Tensor[] skips, bool isLast, Recomputation? kept)
    {
        // Where nobody goes back, maps are gone as soon as they have been used: they are most of what a tile takes.
        var isForGood = !is_grad_enabled();
        for (var level = skips.Length - 1; level >= 0; level--)
        {
            var isOwn = level < skips.Length - 1;
            var up = Up(level, isBelowDone: isForGood && (isOwn || isLast), isSkipDone: isForGood && isLast);
            x = Recomputation.Run(kept, up, x, skips[level]);
        }

        var logits = Recomputation.Run(kept, new((inputs, _) => _head.call(inputs[0]), _head), x);
        if (isForGood && (skips.Length > 0 || isLast))
            x.Dispose();
        return logits;
    }

    private Recomputation.Part Up(int level, bool isBelowDone, bool isSkipDone) =>
        new(
            (inputs, isAgain) =>
            {
                var x = Lift(_lift[level], inputs[0], inputs[1]);
                if (isBelowDone)
                    inputs[0].Dispose();
                if (isSkipDone)
                    inputs[1].Dispose();
                return _up[level].Compute(x, isAgain, isInputDone: true);
            },
            _lift[level],
            _up[level]
        );

    private static Tensor Lift(Upsampling lift, Tensor below, Tensor skip)
    {
        using var scope = NewDisposeScope();
        return lift.call(below).add_(skip).MoveToOuterDisposeScope();
    }
}
