using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>
/// A spin echo after an inversion. With TI at the zero of fluid it is FLAIR (Hajnal et al. 1992); with a shorter one it
/// is the strongly T1-weighted IR of the tissue challenges.
/// </summary>
/// <param name="RepetitionTime">TR in ms, above 0.</param>
/// <param name="EchoTime">TE in ms, at least 0.</param>
/// <param name="InversionTime">TI in ms, in [0, TR - TE).</param>
public sealed record InversionRecoverySpinEcho(double RepetitionTime, double EchoTime, double InversionTime)
    : PulseSequence
{
    /// <summary>
    /// BrainWeb gives no level for these. With a long TI fluid has no signal: white matter, as for T1. With a short one
    /// white matter has nearly none: grey matter.
    /// </summary>
    public override Tissue NoiseReference => InversionTime > 1000 ? Tissue.WhiteMatter : Tissue.GreyMatter;

    /// <inheritdoc/>
    public override double Flow => 0.15;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Parameters =>
        List(("TR", RepetitionTime), ("TE", EchoTime), ("TI", InversionTime));

    /// <summary>
    /// FLAIR: TI nulls fluid with the T1 of <see cref="TissueParameters.Of"/>, about 1.7 s for the 2569 ms at 1.5 T.
    /// (Scanners use 2.0 to 2.5 s: in the body the T1 of fluid is nearer to 4 s.)
    /// </summary>
    public static InversionRecoverySpinEcho Flair(
        double repetitionTime = 9000,
        double echoTime = 120,
        FieldStrength field = FieldStrength.Tesla1Point5
    ) =>
        new(
            repetitionTime,
            echoTime,
            SignalEquations.NullingTime(TissueParameters.Of(Tissue.Csf, field).T1, repetitionTime, echoTime)
        );

    /// <inheritdoc/>
    public override PulseSequence? With(IReadOnlyDictionary<string, double> v) =>
        v["TR"] - v["TE"] > v["TI"] && v["TE"] >= 0 && v["TI"] >= 0
            ? this with
            {
                RepetitionTime = v["TR"],
                EchoTime = v["TE"],
                InversionTime = v["TI"],
            }
            : null;

    /// <inheritdoc/>
    protected override double Magnetisation(TissueParameters tissue) =>
        SignalEquations.InversionRecoverySpinEcho(tissue, RepetitionTime, EchoTime, InversionTime);
}
