using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>Gradient echoes after an inversion: MPRAGE, the T1-weighted sequence of most 3 T scanners.</summary>
/// <param name="RepetitionTime">TR in ms, from inversion to inversion.</param>
/// <param name="EchoTime">TE in ms.</param>
/// <param name="InversionTime">TI in ms, from the inversion to the middle of the train.</param>
/// <param name="FlipAngle">In degrees, in (0, 60].</param>
/// <param name="EchoSpacing">ES in ms.</param>
/// <param name="Pulses">N.</param>
public sealed record InversionPreparedGradientEcho(
    double RepetitionTime = 2300,
    double EchoTime = 3,
    double InversionTime = 900,
    double FlipAngle = 9,
    double EchoSpacing = 7.5,
    int Pulses = 160
) : PulseSequence
{
    /// <inheritdoc/>
    public override Tissue NoiseReference => Tissue.WhiteMatter;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Parameters =>
        List(
            ("TR", RepetitionTime),
            ("TE", EchoTime),
            ("TI", InversionTime),
            ("FA", FlipAngle),
            ("ES", EchoSpacing),
            ("N", Pulses)
        );

    /// <inheritdoc/>
    public override PulseSequence? With(IReadOnlyDictionary<string, double> v)
    {
        var half = v["N"] * v["ES"] / 2;
        var fits = v["TI"] >= half && v["TR"] >= v["TI"] + half && v["TE"] >= 0 && v["ES"] > v["TE"];
        return fits && v["FA"] is > 0 and <= 60 && v["N"] >= 1 && v["N"] == Math.Floor(v["N"])
            ? this with
            {
                RepetitionTime = v["TR"],
                EchoTime = v["TE"],
                InversionTime = v["TI"],
                FlipAngle = v["FA"],
                EchoSpacing = v["ES"],
                Pulses = (int)v["N"],
            }
            : null;
    }

    /// <inheritdoc/>
    protected override double Magnetisation(TissueParameters tissue) =>
        SignalEquations.InversionPreparedGradientEcho(
            tissue,
            RepetitionTime,
            EchoTime,
            InversionTime,
            FlipAngle,
            EchoSpacing,
            Pulses
        );
}
