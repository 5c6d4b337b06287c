namespace Concord.Learning.Runtime;

/// <summary>The number format of convolutions. Weights, sums over voxels and losses are float32 in any case.</summary>
public enum Precision
{
    /// <summary>IEEE single precision throughout.</summary>
    Float32,

    /// <summary>Activations and convolutions in bfloat16, with float32 master weights.</summary>
    BFloat16,
}
