using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Concord.Learning.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1, with β 0.9 and 0.999 and ε 1e-8) whose moments can be saved and restored to the
/// bit, which the library's own doesn't offer by name.
/// </summary>
internal sealed class Adam : IDisposable
{
    // The wrapper lacks the operation, which goes through memory once where a step of separate ones does ten times. The rate
    // comes as a tensor: numbers that the wrapper makes of its arguments may be freed before they are read (decision 12).
    private const string Program =
        "def step(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], n: List[Tensor], rate: Tensor):\n"
        + "    torch._fused_adam_(p, g, m, v, [], n, lr=float(rate), beta1=0.9, beta2=0.999, weight_decay=0.0, eps=1e-8, "
        + "amsgrad=False, maximize=False)\n";

    private readonly torch.jit.CompilationUnit _program = jit.compile(Program);
    private readonly List<(string Name, Parameter Parameter, Tensor First, Tensor Second)> _parameters = [];

    public Adam(nn.Module network)
    {
        using var noGradient = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            var first = zeros_like(parameter).DetachFromDisposeScope();
            var second = zeros_like(parameter).DetachFromDisposeScope();
            _parameters.Add((name, parameter, first, second));
        }
    }

    /// <summary>Moments by name; the tensors still belong to the optimiser.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        _parameters.SelectMany(p =>
            new[]
            {
                KeyValuePair.Create($"adam.m.{p.Name}", p.First),
                KeyValuePair.Create($"adam.v.{p.Name}", p.Second),
            }
        );

    /// <summary>Takes a step along the gradients and clears them.</summary>
    /// <param name="step">The number of this step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    public void Step(long step, double rate)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var moved = _parameters.Where(p => p.Parameter.grad is not null).ToList();
        if (moved.Count == 0)
            return;
        var number = tensor((float)step, device: moved[0].Parameter.device);
        _program.invoke(
            "step",
            moved.Select(p => (Tensor)p.Parameter).ToArray(),
            moved.Select(p => p.Parameter.grad!).ToArray(),
            moved.Select(p => p.First).ToArray(),
            moved.Select(p => p.Second).ToArray(),
            Enumerable.Repeat(number, moved.Count).ToArray(),
            tensor(rate)
        );
        // Gone rather than 0: the next gradient is taken as it comes instead of being added.
        foreach (var (_, parameter, _, _) in moved)
            parameter.grad = null;
    }

    /// <summary>Restores the moments.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGradient = no_grad();
        foreach (var (name, own) in State)
            own.copy_(state[name]);
    }

    public void Dispose()
    {
        _program.Dispose();
        foreach (var (_, _, first, second) in _parameters)
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
