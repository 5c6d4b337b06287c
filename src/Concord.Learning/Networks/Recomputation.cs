using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>
/// The parts that a network consists of, of which only the outputs are kept on the way forward; what lies inside is computed
/// again on the way back, a part at a time (gradient checkpointing, Chen et al. 2016). The gradients are the same.
/// </summary>
/// <remarks>Not an autograd function: those of TorchSharp hold what they have saved until the whole graph is gone.</remarks>
/// <param name="input">What the network is given.</param>
internal sealed class Recomputation(Tensor input) : IDisposable
{
    private readonly List<(Part Part, Tensor[] Inputs, Tensor Output)> _parts = [];

    /// <summary>A part of a network.</summary>
    /// <param name="Compute">
    /// Its output for its inputs; whether it has computed the same in this step comes second.
    /// </param>
    /// <param name="Modules">Those whose parameters it uses.</param>
    public sealed record Part(Func<Tensor[], bool, Tensor> Compute, params nn.Module[] Modules);

    /// <summary>What the network is given, kept too.</summary>
    public Tensor Input { get; } = input.alias().DetachFromDisposeScope();

    /// <summary>Computes a part, and keeps its output and no more if there is something to keep it.</summary>
    /// <param name="kept">Null to compute as usual.</param>
    /// <param name="part">What to compute.</param>
    /// <param name="inputs">Its inputs: the network's, or outputs of other parts.</param>
    public static Tensor Run(Recomputation? kept, Part part, params Tensor[] inputs)
    {
        if (kept is null)
            return part.Compute(inputs, false);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var output = part.Compute(inputs, false).DetachFromDisposeScope();
        kept._parts.Add((part, inputs, output));
        return output;
    }

    /// <summary>Adds to the gradients of all parameters; outputs are gone afterwards.</summary>
    /// <param name="gradient">Of the last part's output.</param>
    public void Backward(Tensor gradient)
    {
        var gradients = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance)
        {
            [_parts[^1].Output] = gradient.alias().DetachFromDisposeScope(),
        };
        while (_parts.Count > 0)
        {
            using var scope = NewDisposeScope();
            var (part, sources, output) = _parts[^1];
            _parts.RemoveAt(_parts.Count - 1);
            using var own = gradients[output];
            var inputs = Array.ConvertAll(sources, s => s.detach().requires_grad_(!ReferenceEquals(s, Input)));
            var weights = part.Modules.SelectMany(m => m.parameters()).ToList();
            List<Tensor> asked = [.. inputs.Where(i => i.requires_grad), .. weights];
            // Not by the gradients of leaves: they are laid out anew, which changes in what order others sum.
            var found = autograd.grad([part.Compute(inputs, true)], asked, [own]);
            foreach (var (weight, more) in weights.Zip(found.TakeLast(weights.Count)))
                weight.grad = weight.grad is { } before ? before + more : more.contiguous();
            foreach (var (source, more) in sources.Where(s => !ReferenceEquals(s, Input)).Zip(found))
            {
                if (gradients.TryGetValue(source, out var sum))
                    sum.add_(more);
                else
                    gradients[source] = more.DetachFromDisposeScope();
            }

            // Whoever took it stood behind it, and is done.
            output.Dispose();
        }

        Input.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, output) in _parts)
            output.Dispose();
        _parts.Clear();
        Input.Dispose();
    }
}
