using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>
/// A block of which only the input is kept on the way forward; what lies inside is computed again on the way back (gradient
/// checkpointing, Chen et al. 2016). The gradients are the same.
/// </summary>
internal sealed class Recomputed : autograd.SingleTensorFunction<Recomputed>
{
    private const string Block = "block";

    /// <inheritdoc/>
    public override string Name => nameof(Recomputed);

    /// <summary>The output of a block. Its parameters only get gradients if the input asks for one.</summary>
    public static Tensor Call(ConvolutionBlock block, Tensor input) => apply(input, block);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, block) = ((Tensor)vars[0], (ConvolutionBlock)vars[1]);
        ctx.save_for_backward([input]);
        ctx.save_data(Block, block);
        return block.call(input);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var block = (ConvolutionBlock)ctx.get_data(Block);
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var input = ctx.get_saved_variables()[0].detach().requires_grad_(true);
        block.ForwardAgain(input).backward([grad_output]);
        // One for each argument of the call; the block has none of its own.
        return [input.grad!.MoveToOuterDisposeScope(), null!];
    }
}
