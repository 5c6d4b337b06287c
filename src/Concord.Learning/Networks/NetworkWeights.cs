using Concord.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>A network's parameters and running statistics by name.</summary>
internal static class NetworkWeights
{
    /// <summary>All of them; the tensors still belong to the network.</summary>
    public static Dictionary<string, Tensor> Of(nn.Module network) => network.state_dict();

    /// <summary>Copies weights into a network.</summary>
    /// <exception cref="BadInputException">A weight is missing or has another shape.</exception>
    public static void Load(nn.Module network, IReadOnlyDictionary<string, Tensor> weights, string path)
    {
        using var noGradient = no_grad();
        foreach (var (name, own) in Of(network))
        {
            if (!weights.TryGetValue(name, out var stored) || !stored.shape.SequenceEqual(own.shape))
                throw new BadInputException(
                    path,
                    $"has no fitting weight '{name}'",
                    "model.json describes another network"
                );
            own.copy_(stored);
        }
    }
}
