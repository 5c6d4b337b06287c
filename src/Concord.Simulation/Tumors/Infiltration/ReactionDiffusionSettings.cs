namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>How fast cells multiply, and for how long.</summary>
public sealed record ReactionDiffusionSettings
{
    /// <summary>The rate rho of proliferation per day, at least 0; 0 is pure diffusion. Default 0.02.</summary>
    public double Proliferation { get; init; } = 0.02;

    /// <summary>How long the tumour grows, in days, at least 0. Default 300.</summary>
    public double Days { get; init; } = 300;
}
