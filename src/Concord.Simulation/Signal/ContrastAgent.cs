using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>
/// How much contrast agent a tissue holds minutes after the injection of a usual dose. It leaves the blood where there
/// is no barrier: in active tumour, choroid plexus, dura and mucosa; a little reaches the fluid of the sulci, as in
/// TumorSim (Prastawa et al. 2009), and the vessels keep the most.
/// </summary>
public static class ContrastAgent
{
    /// <summary>
    /// The concentration in mM. Chosen so that the rim of a tumour is brighter than white matter and vessels brighter than
    /// that; healthy brain holds what its blood does.
    /// </summary>
    public static double Concentration(Tissue tissue) =>
        tissue switch
        {
            Tissue.Vessel => 1.3,
            Tissue.EnhancingTumor => 0.75,
            Tissue.Choroid => 0.8,
            Tissue.Connective => 0.4,
            Tissue.Muscle or Tissue.Skin or Tissue.Marrow => 0.12,
            Tissue.SolidTumor => 0.04,
            Tissue.GreyMatter or Tissue.DeepGrey => 0.04,
            Tissue.WhiteMatter or Tissue.Lesion or Tissue.Edema => 0.02,
            Tissue.Csf => 0.05,
            _ => 0,
        };

    /// <summary>The relaxivities of gadopentetate in plasma, per mM and s (Rohrer et al. 2005).</summary>
    public static (double R1, double R2) Relaxivity(FieldStrength field) =>
        field == FieldStrength.Tesla3 ? (3.7, 5.2) : (4.1, 4.6);
}
