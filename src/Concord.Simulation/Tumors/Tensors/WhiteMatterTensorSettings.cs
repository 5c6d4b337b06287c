namespace Concord.Simulation.Tumors.Tensors;

/// <summary>What the fibres of a brain without a diffusion scan look like. Lengths are in mm.</summary>
public sealed record WhiteMatterTensorSettings
{
    /// <summary>The standard deviation with which white matter is smoothed before its gradient, above 0. Default 1.</summary>
    public double GradientScale { get; init; } = 1;

    /// <summary>The standard deviation of the structure tensor's own smoothing, above 0. Default 2.5.</summary>
    public double StructureScale { get; init; } = 2.5;

    /// <summary>What running away from the lateral ventricles costs, per mm², at least 0. Default 0.01.</summary>
    public double RadialPenalty { get; init; } = 0.01;

    /// <summary>
    /// What running from back to front costs, per mm², at least 0: it decides where nothing else does. Default 0.002.
    /// </summary>
    public double FrontBackPenalty { get; init; } = 0.002;

    /// <summary>
    /// The cost eps of any direction, per mm², above 0: where the others are far below it, diffusion is isotropic.
    /// Default 0.003.
    /// </summary>
    public double Isotropy { get; init; } = 0.003;

    /// <summary>
    /// What the ratio of the largest to the least eigenvalue stays below, above 1. Default 8; in bundles with a single
    /// direction the bound is nearer to half of it.
    /// </summary>
    public double LargestRatio { get; init; } = 8;

    /// <summary>The share of the anisotropic tensor deep in white matter, in [0, 1]. Default 0.8.</summary>
    public double LargestAnisotropy { get; init; } = 0.8;

    /// <summary>
    /// How deep beneath grey matter anisotropy takes to rise, above 0: half of it is reached at about two thirds of this
    /// depth (a little less under a thin cortex), nearly all at twice. Default 2.
    /// </summary>
    public double RiseDepth { get; init; } = 2;
}
