using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>
/// A spin echo, T2-weighted with the defaults: S = PD (1 - exp(-TR / T1)) exp(-TE / T2), for TE far below TR
/// (Bernstein, King and Zhou 2004, section 14.3).
/// </summary>
/// <param name="RepetitionTime">TR in ms, above 0.</param>
/// <param name="EchoTime">TE in ms, at least 0.</param>
public sealed record SpinEcho(double RepetitionTime = 3300, double EchoTime = 120) : PulseSequence
{
    /// <inheritdoc/>
    public override Tissue NoiseReference => Tissue.Csf;

    /// <inheritdoc/>
    protected override double Magnetisation(TissueParameters tissue) =>
        tissue.ProtonDensity * (1 - Math.Exp(-RepetitionTime / tissue.T1)) * Math.Exp(-EchoTime / tissue.T2);
}
