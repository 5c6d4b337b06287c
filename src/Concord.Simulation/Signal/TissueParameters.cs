using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Signal;

/// <summary>What makes a tissue bright or dark in MR: relaxation times in ms at 1.5 T, and proton density.</summary>
/// <param name="T1">Longitudinal relaxation time, ms; 0 for what gives no signal.</param>
/// <param name="T2">Transverse relaxation time, ms.</param>
/// <param name="T2Star">Effective transverse relaxation time, ms.</param>
/// <param name="ProtonDensity">Relative to water, in [0, 1].</param>
public sealed record TissueParameters(double T1, double T2, double T2Star, double ProtonDensity)
{
    /// <summary>No signal.</summary>
    public static TissueParameters None { get; } = new(0, 0, 0, 0);

    /// <summary>
    /// The parameters of a tissue at 1.5 T from BrainWeb's table (Cocosco et al. 1997; Kwan, Evans and Pike 1999).
    /// The scalp lies between the table's fat (350, 70, 58, 1.00) and its muscle and skin (900, 47, 30, 1.00).
    /// </summary>
    public static TissueParameters Of(Tissue tissue) =>
        tissue switch
        {
            Tissue.Csf => new(2569, 329, 58, 1.00),
            Tissue.GreyMatter => new(833, 83, 69, 0.86),
            Tissue.WhiteMatter => new(500, 70, 61, 0.77),
            Tissue.Lesion => new(752, 237, 204, 0.76),
            Tissue.Scalp => new(560, 58, 42, 0.90),
            _ => None,
        };

    /// <summary>Another subject's: each value times 1 plus a normal deviate, cut at two standard deviations.</summary>
    /// <param name="random">The stream that draws the deviates.</param>
    /// <param name="percent">The standard deviation in percent, in [0, 20].</param>
    public TissueParameters Vary(ref Random64 random, double percent)
    {
        var spread = percent / 50;
        return new(
            random.Around(T1, spread),
            random.Around(T2, spread),
            random.Around(T2Star, spread),
            random.Around(ProtonDensity, spread)
        );
    }
}
