namespace Concord.Simulation.Lesions;

/// <summary>How much white matter lesion a subject has, and of which sizes.</summary>
public sealed record LesionSettings
{
    /// <summary>The smallest total volume in ml, at least 0. Default 4.</summary>
    public double MinimumVolume { get; init; } = 4;

    /// <summary>
    /// The largest total volume in ml. Default 30. Between the two the volume is log-normal: its logarithm is normal
    /// about the middle of theirs, with the two at two standard deviations, and cut there.
    /// </summary>
    public double MaximumVolume { get; init; } = 30;

    /// <summary>The diameter of the smallest lesions in mm. Default 3, punctate.</summary>
    public double SmallestDiameter { get; init; } = 3;

    /// <summary>The diameter of the largest in mm, before they flow together. Default 20, confluent.</summary>
    public double LargestDiameter { get; init; } = 20;

    /// <summary>
    /// The share of lesions that lie about the lateral ventricles, in [0, 1]; the others lie deep. Default 0.5.
    /// </summary>
    public double PeriventricularShare { get; init; } = 0.5;
}
