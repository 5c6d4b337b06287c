namespace Concord.Simulation.Signal;

/// <summary>
/// A scanner with its protocols: field strength, the timing of each sequence, and how noisy, uneven and blurred its images
/// are. Subjects of two sites differ as datasets from two hospitals do.
/// </summary>
public sealed record Site
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The magnet.</summary>
    public required FieldStrength Field { get; init; }

    /// <summary>Its sequences by name: T1, T1c, T2, PD, FLAIR, IR, MPRAGE.</summary>
    public required IReadOnlyDictionary<string, PulseSequence> Sequences { get; init; }

    /// <summary>Noise in percent of the reference tissue's signal, in [0, 30].</summary>
    public required double NoisePercent { get; init; }

    /// <summary>Intensity inhomogeneity in percent, in [0, 100].</summary>
    public required double InhomogeneityPercent { get; init; }

    /// <summary>The full width at half maximum of the point spread in mm, in [0, 5].</summary>
    public required double Blur { get; init; }
}
