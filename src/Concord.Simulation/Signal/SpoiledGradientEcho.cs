using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>
/// A spoiled gradient echo (FLASH, SPGR), T1-weighted as BrainWeb's:
/// S = PD sin a (1 - E1) / (1 - E1 cos a) exp(-TE / T2*), E1 = exp(-TR / T1)
/// (Ernst and Anderson 1966; Haase et al. 1986).
/// </summary>
/// <param name="RepetitionTime">TR in ms, above 0.</param>
/// <param name="EchoTime">TE in ms, at least 0.</param>
/// <param name="FlipAngle">In degrees, in (0, 90].</param>
public sealed record SpoiledGradientEcho(double RepetitionTime = 18, double EchoTime = 10, double FlipAngle = 30)
    : PulseSequence
{
    /// <inheritdoc/>
    public override Tissue NoiseReference => Tissue.WhiteMatter;

    /// <inheritdoc/>
    protected override double Magnetisation(TissueParameters tissue)
    {
        var (sin, cos) = Math.SinCos(FlipAngle * Math.PI / 180);
        var e1 = Math.Exp(-RepetitionTime / tissue.T1);
        return tissue.ProtonDensity * sin * (1 - e1) / (1 - e1 * cos) * Math.Exp(-EchoTime / tissue.T2Star);
    }
}
