using System.Text.Json.Serialization;

namespace Concord.Learning.Networks;

/// <summary>The shape of a network; the defaults are the paper's.</summary>
public sealed record NetworkSettings
{
    /// <summary>The architecture's name, as <see cref="NetworkCatalog"/> lists it.</summary>
    public string Name { get; init; } = "unet";

    /// <summary>Channels of the first block, 1 to 512; every pooling doubles them.</summary>
    public int Width { get; init; } = 32;

    /// <summary>Blocks of the contraction path, 1 to 6; a patch side must be a multiple of 2^(levels-1).</summary>
    public int Levels { get; init; } = 4;

    /// <summary>The normalisation: <c>batch</c> as in the paper, or <c>instance</c>.</summary>
    public string Norm { get; init; } = "batch";

    /// <summary>
    /// Whether training keeps only the output of each block and computes the rest again on the way back: less memory for more
    /// time. It changes no result.
    /// </summary>
    [JsonIgnore]
    public bool Recompute { get; init; }

    /// <summary>What the sides of a patch must be a multiple of.</summary>
    public int Stride => 1 << Levels - 1;
}
