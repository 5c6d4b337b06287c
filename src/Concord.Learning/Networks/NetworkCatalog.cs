using Concord.Imaging;
using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Networks;

/// <summary>Every architecture, one line each.</summary>
public static class NetworkCatalog
{
    /// <summary>
    /// Makes a network from input channels, the output channels of each of its heads, its settings, a
    /// precision and what draws its first weights.
    /// </summary>
    public delegate nn.Module<Tensor, Tensor> Maker(
        int channels,
        IReadOnlyList<int> heads,
        NetworkSettings settings,
        Precision precision,
        Generator random
    );

    /// <summary>Name to maker.</summary>
    public static IReadOnlyDictionary<string, Maker> All { get; } =
        new Dictionary<string, Maker>(StringComparer.Ordinal)
        {
            ["unet"] = (channels, heads, settings, precision, random) =>
                new UNet(channels, heads, settings, precision, random),
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
        // Its own generator: libtorch has one for the whole process, from which another training may draw meanwhile.
        using var random = new Generator(seed & long.MaxValue);
        return maker(channels, heads, settings, precision, random);
    }
}
