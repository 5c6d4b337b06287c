using Concord.Imaging;
using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>Every architecture, one line each.</summary>
public static class NetworkCatalog
{
    /// <summary>
    /// Makes a network from input channels, the output channels of each of its heads, its settings and a precision.
    /// </summary>
    public delegate nn.Module<Tensor, Tensor> Maker(
        int channels,
        IReadOnlyList<int> heads,
        NetworkSettings settings,
        Precision precision
    );

    /// <summary>Name to maker.</summary>
    public static IReadOnlyDictionary<string, Maker> All { get; } =
        new Dictionary<string, Maker>(StringComparer.Ordinal)
        {
            ["unet"] = (channels, heads, settings, precision) => new UNet(channels, heads, settings, precision),
        };

    /// <summary>Makes a network whose initial weights depend on the seed alone.</summary>
    /// <exception cref="BadInputException">The name is unknown.</exception>
    public static nn.Module<Tensor, Tensor> Make(
        int channels,
        IReadOnlyList<int> heads,
        NetworkSettings settings,
        Precision precision,
        ulong seed
    )
    {
        if (!All.TryGetValue(settings.Name, out var maker))
            throw new BadInputException(
                "network",
                $"unknown '{settings.Name}'",
                $"known: {string.Join(", ", All.Keys)}"
            );
        Libtorch.EnsureLoaded();
        random.manual_seed((long)(seed & long.MaxValue));
        return maker(channels, heads, settings, precision);
    }
}
