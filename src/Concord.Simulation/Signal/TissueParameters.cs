using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Signal;

/// <summary>What makes a tissue bright or dark in MR: relaxation times in ms, and proton density.</summary>
/// <param name="T1">Longitudinal relaxation time, ms; 0 for what gives no signal.</param>
/// <param name="T2">Transverse relaxation time, ms.</param>
/// <param name="T2Star">Effective transverse relaxation time, ms.</param>
/// <param name="ProtonDensity">Relative to water, in [0, 1].</param>
public sealed record TissueParameters(double T1, double T2, double T2Star, double ProtonDensity)
{
    // What a tissue without a value of its own at 3 T gets from that at 1.5 T: the ratios of grey matter's T1 in the two
    // tables, and of its T2* at 3 T in Wansapura et al. 1999 (52 ms) to BrainWeb's.
    private const double LongerT1 = 1.6;
    private const double ShorterT2Star = 0.75;

    /// <summary>No signal.</summary>
    public static TissueParameters None { get; } = new(0, 0, 0, 0);

    /// <summary>The parameters of a tissue.</summary>
    /// <remarks>
    /// At 1.5 T: BrainWeb's table (Cocosco et al. 1997; Kwan, Evans and Pike 1999), where it has the tissue; skin is its
    /// "muscle/skin", since its "skin" repeats the values of fluid. Blood: Stanisz et al. 2005. Chosen, because the table
    /// lacks them: deep grey matter, between grey and white as scans show it; choroid plexus; marrow as fat with less
    /// water; and the tumour's parts, whose times lie between those of grey matter and fluid, necrosis the longest.
    /// At 3 T: grey and white matter of Wansapura et al. 1999, fluid as commonly taken, others scaled.
    /// </remarks>
    public static TissueParameters Of(Tissue tissue, FieldStrength field = FieldStrength.Tesla1Point5) =>
        field == FieldStrength.Tesla3 ? At3(tissue) : At1Point5(tissue);

    private static TissueParameters At1Point5(Tissue tissue) =>
        tissue switch
        {
            Tissue.Csf or Tissue.Ventricle or Tissue.Eye => new(2569, 329, 58, 1.00),
            Tissue.GreyMatter => new(833, 83, 69, 0.86),
            Tissue.DeepGrey => new(690, 76, 62, 0.83),
            Tissue.WhiteMatter => new(500, 70, 61, 0.77),
            Tissue.Lesion => new(752, 237, 204, 0.76),
            Tissue.Vessel => new(1441, 290, 150, 0.85),
            Tissue.Choroid => new(1000, 105, 75, 0.88),
            Tissue.Marrow => new(400, 62, 40, 0.75),
            Tissue.Fat => new(350, 70, 58, 1.00),
            Tissue.Muscle or Tissue.Skin => new(900, 47, 30, 1.00),
            Tissue.Connective => new(500, 70, 61, 0.77),
            Tissue.EnhancingTumor => new(1080, 125, 90, 0.90),
            Tissue.SolidTumor => new(1250, 165, 110, 0.90),
            Tissue.Necrosis => new(1900, 260, 140, 0.95),
            Tissue.Edema => new(1050, 190, 120, 0.88),
            _ => None,
        };

    private static TissueParameters At3(Tissue tissue) =>
        tissue switch
        {
            Tissue.Csf or Tissue.Ventricle or Tissue.Eye => new(3000, 350, 55, 1.00),
            Tissue.GreyMatter => new(1331, 110, 52, 0.86),
            Tissue.DeepGrey => new(1120, 95, 45, 0.83),
            Tissue.WhiteMatter => new(832, 79.6, 45, 0.77),
            Tissue.Lesion => new(1200, 230, 150, 0.76),
            Tissue.Vessel => new(1932, 275, 100, 0.85),
            // Fat's T1 hardly changes with the field.
            Tissue.Fat => new(380, 65, 45, 1.00),
            Tissue.Marrow => new(440, 58, 30, 0.75),
            _ => At1Point5(tissue) is { T1: > 0 } t
                ? t with
                {
                    T1 = LongerT1 * t.T1,
                    T2Star = ShorterT2Star * t.T2Star,
                }
                : None,
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
