namespace Concord.Simulation.Signal;

/// <summary>The strength of the scanner's magnet.</summary>
public enum FieldStrength
{
    /// <summary>1.5 T.</summary>
    Tesla1Point5,

    /// <summary>3 T.</summary>
    Tesla3,
}
