using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>A spoiled gradient echo (FLASH, SPGR), T1-weighted as BrainWeb's.</summary>
/// <param name="RepetitionTime">TR in ms, above 0.</param>
/// <param name="EchoTime">TE in ms, at least 0 and below TR.</param>
/// <param name="FlipAngle">In degrees, in (0, 90].</param>
public sealed record SpoiledGradientEcho(double RepetitionTime = 18, double EchoTime = 10, double FlipAngle = 30)
    : PulseSequence
{
    /// <inheritdoc/>
    public override Tissue NoiseReference => Tissue.WhiteMatter;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Parameters =>
        List(("TR", RepetitionTime), ("TE", EchoTime), ("FA", FlipAngle));

    /// <inheritdoc/>
    public override PulseSequence? With(IReadOnlyDictionary<string, double> v) =>
        v["TR"] > v["TE"] && v["TE"] >= 0 && v["FA"] is > 0 and <= 90
            ? this with
            {
                RepetitionTime = v["TR"],
                EchoTime = v["TE"],
                FlipAngle = v["FA"],
            }
            : null;

    /// <inheritdoc/>
    protected override double Magnetisation(TissueParameters tissue) =>
        SignalEquations.SpoiledGradientEcho(tissue, RepetitionTime, EchoTime, FlipAngle);
}
