using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>
/// How the scanner makes an image: one of the equations of <see cref="SignalEquations"/> with its timing. A new sequence
/// is one record that derives from this.
/// </summary>
public abstract record PulseSequence
{
    /// <summary>
    /// The magnitude of a tissue's signal, in units of the equilibrium signal of water; 0 if it has no T1.
    /// </summary>
    public double Signal(TissueParameters tissue) => tissue.T1 > 0 ? Math.Abs(Magnetisation(tissue)) : 0;

    /// <summary>The tissue whose signal the noise level refers to.</summary>
    public abstract Tissue NoiseReference { get; }

    /// <summary>Whether it is taken after contrast agent was given. Default false.</summary>
    public bool IsEnhanced { get; init; }

    /// <summary>
    /// What flowing blood keeps of its signal, in [0, 1]: between the pulses of a spin echo it leaves the slice.
    /// </summary>
    public virtual double Flow => 1;

    /// <summary>
    /// The names and values of its parameters, as a user may give them: TR, TE, TI, FA, ES, N.
    /// </summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Parameters { get; }

    /// <summary>The same sequence with other parameters; null if they can't be.</summary>
    /// <param name="v">A value for each of <see cref="Parameters"/>.</param>
    public abstract PulseSequence? With(IReadOnlyDictionary<string, double> v);

    /// <summary>
    /// The transverse magnetisation at the echo, with its sign, for a tissue whose times are above 0.
    /// </summary>
    protected abstract double Magnetisation(TissueParameters tissue);

    /// <summary>Parameters in the order given.</summary>
    protected static IReadOnlyList<KeyValuePair<string, double>> List(
        params ReadOnlySpan<(string Name, double Value)> parameters
    )
    {
        var list = new List<KeyValuePair<string, double>>();
        foreach (var (name, value) in parameters)
            list.Add(new(name, value));
        return list;
    }
}
