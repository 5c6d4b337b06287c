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
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

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
        var size = rate / (1 - Math.Pow(Beta1, step));
        var correction = 1 / Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach (var (_, parameter, first, second) in _parameters)
        {
            if (parameter.grad is not { } gradient)
                continue;
            first.lerp_(gradient, 1 - Beta1);
            second.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            parameter.addcdiv_(first, second.sqrt().mul_(correction).add_(Epsilon), -size);
            gradient.zero_();
        }
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
        foreach (var (_, _, first, second) in _parameters)
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
