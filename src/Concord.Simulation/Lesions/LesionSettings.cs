namespace Concord.Simulation.Lesions;

/// <summary>How much white matter lesion a subject has, and of which kinds.</summary>
public sealed record LesionSettings
{
    /// <summary>
    /// The total volume in ml; 0 for no lesions but those of the anatomy; null to draw it. Default null.
    /// </summary>
    public double? Volume { get; init; }

    /// <summary>The smallest total volume that is drawn, in ml, above 0. Default 0.5.</summary>
    public double MinimumVolume { get; init; } = 0.5;

    /// <summary>
    /// The largest in ml. Default 60. Between the two the volume is log-normal: its logarithm is normal about the middle
    /// of theirs, with the two at two standard deviations, and cut there.
    /// </summary>
    public double MaximumVolume { get; init; } = 60;

    /// <summary>
    /// The share of the volume that lies about the lateral ventricles as caps and bands, in [0, 1]; the rest lies deep. A
    /// subject's own is within a fifth of it. Default 0.55.
    /// </summary>
    public double PeriventricularShare { get; init; } = 0.55;

    /// <summary>The diameter of the smallest deep lesions in mm. Default 3, punctate.</summary>
    public double SmallestDiameter { get; init; } = 3;

    /// <summary>
    /// The diameter of the largest deep ones in mm, before they flow together. Default 20, confluent. Subjects with little
    /// lesion have none so large.
    /// </summary>
    public double LargestDiameter { get; init; } = 20;
}
