namespace Concord.Simulation.Signal;

/// <summary>
/// The signal of a tissue in closed form: the transverse magnetisation at the echo, in steady state and for ideal pulses,
/// in units of the equilibrium magnetisation of water. Times are in ms, angles in degrees.
/// </summary>
public static class SignalEquations
{
    /// <summary>
    /// Spoiled gradient echo (FLASH, SPGR): PD sin a (1 - E1) / (1 - E1 cos a) exp(-TE / T2*), E1 = exp(-TR / T1)
    /// (Ernst and Anderson 1966; Haase et al. 1986).
    /// </summary>
    /// <param name="tissue">Its relaxation times, above 0.</param>
    /// <param name="repetitionTime">TR in ms.</param>
    /// <param name="echoTime">TE in ms.</param>
    /// <param name="flipAngle">a in degrees.</param>
    public static double SpoiledGradientEcho(
        TissueParameters tissue,
        double repetitionTime,
        double echoTime,
        double flipAngle
    )
    {
        var (sin, cos) = Math.SinCos(flipAngle * Math.PI / 180);
        var e1 = Math.Exp(-repetitionTime / tissue.T1);
        return tissue.ProtonDensity * sin * (1 - e1) / (1 - e1 * cos) * Math.Exp(-echoTime / tissue.T2Star);
    }

    /// <summary>
    /// Spin echo: PD (1 - 2 exp(-(TR - TE / 2) / T1) + exp(-TR / T1)) exp(-TE / T2)
    /// (Bernstein, King and Zhou 2004, section 14.3).
    /// </summary>
    /// <param name="tissue">Its relaxation times, above 0.</param>
    /// <param name="repetitionTime">TR in ms.</param>
    /// <param name="echoTime">TE in ms, below TR.</param>
    public static double SpinEcho(TissueParameters tissue, double repetitionTime, double echoTime)
    {
        var recovered =
            1 - 2 * Math.Exp(-(repetitionTime - echoTime / 2) / tissue.T1) + Math.Exp(-repetitionTime / tissue.T1);
        return tissue.ProtonDensity * recovered * Math.Exp(-echoTime / tissue.T2);
    }

    /// <summary>
    /// Spin echo after an inversion, with its sign:
    /// PD (1 - 2 exp(-TI / T1) + 2 exp(-(TR - TE / 2) / T1) - exp(-TR / T1)) exp(-TE / T2)
    /// (Bernstein, King and Zhou 2004, section 14.2).
    /// </summary>
    /// <param name="tissue">Its relaxation times, above 0.</param>
    /// <param name="repetitionTime">TR in ms.</param>
    /// <param name="echoTime">TE in ms.</param>
    /// <param name="inversionTime">TI in ms, below TR - TE.</param>
    public static double InversionRecoverySpinEcho(
        TissueParameters tissue,
        double repetitionTime,
        double echoTime,
        double inversionTime
    )
    {
        var recovered =
            1
            - 2 * Math.Exp(-inversionTime / tissue.T1)
            + 2 * Math.Exp(-(repetitionTime - echoTime / 2) / tissue.T1)
            - Math.Exp(-repetitionTime / tissue.T1);
        return tissue.ProtonDensity * recovered * Math.Exp(-echoTime / tissue.T2);
    }

    /// <summary>
    /// The TI in ms at which <see cref="InversionRecoverySpinEcho"/> is 0 for a T1:
    /// T1 ln(2 / (1 + 2 exp(-(TR - TE / 2) / T1) - exp(-TR / T1))).
    /// </summary>
    public static double NullingTime(double t1, double repetitionTime, double echoTime) =>
        t1 * Math.Log(2 / (1 + 2 * Math.Exp(-(repetitionTime - echoTime / 2) / t1) - Math.Exp(-repetitionTime / t1)));

    /// <summary>
    /// Gradient echoes after an inversion (MPRAGE), with its sign, at the middle of the train of N pulses: between the
    /// pulses the magnetisation goes towards M* = (1 - exp(-ES / T1)) / (1 - exp(-ES / T1*)) with
    /// 1 / T1* = 1 / T1 - ln(cos a) / ES; before and after the train it recovers freely; and each cycle begins with what
    /// the last one left, inverted (Deichmann et al. 2000).
    /// </summary>
    /// <param name="tissue">Its relaxation times, above 0.</param>
    /// <param name="repetitionTime">TR in ms, from inversion to inversion, at least TI + N ES / 2.</param>
    /// <param name="echoTime">TE in ms.</param>
    /// <param name="inversionTime">TI in ms, from the inversion to the middle of the train, at least N ES / 2.</param>
    /// <param name="flipAngle">a in degrees, below 90.</param>
    /// <param name="echoSpacing">ES in ms.</param>
    /// <param name="pulses">N.</param>
    public static double InversionPreparedGradientEcho(
        TissueParameters tissue,
        double repetitionTime,
        double echoTime,
        double inversionTime,
        double flipAngle,
        double echoSpacing,
        int pulses
    )
    {
        var (sin, cos) = Math.SinCos(flipAngle * Math.PI / 180);
        var train = pulses * echoSpacing;
        var rate = 1 / tissue.T1 - Math.Log(cos) / echoSpacing;
        var driven = (1 - Math.Exp(-echoSpacing / tissue.T1)) / (1 - Math.Exp(-echoSpacing * rate));
        var before = Math.Exp(-(inversionTime - train / 2) / tissue.T1);
        var during = Math.Exp(-train * rate);
        var after = Math.Exp(-(repetitionTime - inversionTime - train / 2) / tissue.T1);
        // What is there just before the inversion, from the condition that each cycle leaves what it found.
        var left =
            (1 - after + after * (driven * (1 - during) + during * (1 - before))) / (1 + before * during * after);
        var atStart = 1 - before - left * before;
        var half = Math.Exp(-train / 2 * rate);
        var atMiddle = driven * (1 - half) + atStart * half;
        return tissue.ProtonDensity * sin * atMiddle * Math.Exp(-echoTime / tissue.T2Star);
    }

    /// <summary>
    /// A tissue with contrast agent: 1 / T' = 1 / T + r C for T1, T2 and, with r2, T2* (Rohrer et al. 2005 give r1 and r2
    /// of gadopentetate in plasma: 4.1 and 4.6 per mM and s at 1.5 T, 3.7 and 5.2 at 3 T).
    /// </summary>
    /// <param name="tissue">The tissue without it.</param>
    /// <param name="concentration">C in mM, at least 0.</param>
    /// <param name="r1">Longitudinal relaxivity, per mM and s.</param>
    /// <param name="r2">Transverse relaxivity, per mM and s.</param>
    public static TissueParameters WithContrast(TissueParameters tissue, double concentration, double r1, double r2) =>
        tissue.T1 <= 0
            ? tissue
            : tissue with
            {
                T1 = 1 / (1 / tissue.T1 + r1 * concentration / 1000),
                T2 = 1 / (1 / tissue.T2 + r2 * concentration / 1000),
                T2Star = 1 / (1 / tissue.T2Star + r2 * concentration / 1000),
            };
}
