using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>
/// How the scanner makes an image: the signal of a tissue in closed form, in steady state and for ideal pulses. A new
/// sequence is one record that derives from this.
/// </summary>
public abstract record PulseSequence
{
    /// <summary>
    /// The magnitude of a tissue's signal, in units of the equilibrium signal of water; 0 if it has no T1.
    /// </summary>
    public double Signal(TissueParameters tissue) => tissue.T1 > 0 ? Math.Abs(Magnetisation(tissue)) : 0;

    /// <summary>The tissue whose signal the noise level refers to.</summary>
    public abstract Tissue NoiseReference { get; }

    /// <summary>
    /// The transverse magnetisation at the echo, with its sign, for a tissue whose times are above 0.
    /// </summary>
    protected abstract double Magnetisation(TissueParameters tissue);
}
