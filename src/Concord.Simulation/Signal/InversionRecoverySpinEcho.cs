using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>
/// A spin echo after an inversion:
/// S = PD |1 - 2 exp(-TI / T1) + 2 exp(-(TR - TE / 2) / T1) - exp(-TR / T1)| exp(-TE / T2)
/// (Bernstein, King and Zhou 2004, section 14.2). With TI at the zero of fluid it is FLAIR (Hajnal et al. 1992).
/// </summary>
/// <param name="RepetitionTime">TR in ms, above 0.</param>
/// <param name="EchoTime">TE in ms, at least 0.</param>
/// <param name="InversionTime">TI in ms, in [0, TR - TE).</param>
public sealed record InversionRecoverySpinEcho(double RepetitionTime, double EchoTime, double InversionTime)
    : PulseSequence
{
    /// <summary>BrainWeb gives no level for FLAIR, where fluid has no signal: white matter, as for T1.</summary>
    public override Tissue NoiseReference => Tissue.WhiteMatter;

    /// <summary>
    /// FLAIR: TI nulls fluid with the T1 of <see cref="TissueParameters.Of"/>, about 1.7 s for its 2569 ms. (Scanners
    /// use 2.0 to 2.5 s: in the body the T1 of fluid is nearer to 4 s.)
    /// </summary>
    public static InversionRecoverySpinEcho Flair(double repetitionTime = 9000, double echoTime = 120) =>
        new(repetitionTime, echoTime, NullingTime(TissueParameters.Of(Tissue.Csf).T1, repetitionTime, echoTime));

    /// <summary>
    /// The TI in ms at which a T1 (ms) gives no signal: T1 ln(2 / (1 + 2 exp(-(TR - TE / 2) / T1) - exp(-TR / T1))).
    /// </summary>
    public static double NullingTime(double t1, double repetitionTime, double echoTime) =>
        t1 * Math.Log(2 / (1 + 2 * Math.Exp(-(repetitionTime - echoTime / 2) / t1) - Math.Exp(-repetitionTime / t1)));

    /// <inheritdoc/>
    protected override double Magnetisation(TissueParameters tissue)
    {
        var recovered =
            1
            - 2 * Math.Exp(-InversionTime / tissue.T1)
            + 2 * Math.Exp(-(RepetitionTime - EchoTime / 2) / tissue.T1)
            - Math.Exp(-RepetitionTime / tissue.T1);
        return tissue.ProtonDensity * recovered * Math.Exp(-EchoTime / tissue.T2);
    }
}
