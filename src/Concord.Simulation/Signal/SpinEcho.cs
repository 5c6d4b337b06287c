using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>A spin echo: T2-weighted with the defaults, and of proton density with a short echo time.</summary>
/// <param name="RepetitionTime">TR in ms, above 0.</param>
/// <param name="EchoTime">TE in ms, at least 0 and below TR.</param>
public sealed record SpinEcho(double RepetitionTime = 3300, double EchoTime = 120) : PulseSequence
{
    /// <inheritdoc/>
    public override Tissue NoiseReference => Reference;

    /// <summary>What noise is a share of: what is bright, white matter where it weighs by T1.</summary>
    public Tissue Reference { get; init; } = Tissue.Csf;

    /// <inheritdoc/>
    public override double Flow => 0.15;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Parameters =>
        List(("TR", RepetitionTime), ("TE", EchoTime));

    /// <inheritdoc/>
    public override PulseSequence? With(IReadOnlyDictionary<string, double> v) =>
        v["TR"] > v["TE"] && v["TE"] >= 0 ? this with { RepetitionTime = v["TR"], EchoTime = v["TE"] } : null;

    /// <inheritdoc/>
    protected override double Magnetisation(TissueParameters tissue) =>
        SignalEquations.SpinEcho(tissue, RepetitionTime, EchoTime);
}
