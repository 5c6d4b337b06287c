using Concord.Imaging;
using Concord.Imaging.Filters;

namespace Concord.Evaluation.Lesions;

/// <summary>
/// How many lesions were found, one counting like another whatever its size; as the script of the WMH challenge has it:
/// lesions are components that touch by a face, an edge or a corner, and one voxel in common is enough.
/// </summary>
/// <param name="Reference">Lesions of the reference.</param>
/// <param name="Found">Those of them that the prediction touches.</param>
/// <param name="Predicted">Lesions of the prediction.</param>
/// <param name="Confirmed">Those of them that the reference touches.</param>
public sealed record LesionDetection(int Reference, int Found, int Predicted, int Confirmed)
{
    /// <summary>The share of the reference's lesions that were found; 1 if it has none.</summary>
    public double Recall => Reference == 0 ? 1 : (double)Found / Reference;

    /// <summary>The share of the prediction's lesions that are ones; 1 if it has none.</summary>
    public double Precision => Predicted == 0 ? 1 : (double)Confirmed / Predicted;

    /// <summary>The harmonic mean of both; 0 if both are 0.</summary>
    public double F1 => Recall + Precision == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Counts.</summary>
    /// <param name="reference">1 in lesions, 0 elsewhere.</param>
    /// <param name="prediction">1 in what was taken for lesions, on the same grid.</param>
    public static LesionDetection Of(Volume<byte> reference, Volume<byte> prediction)
    {
        var (lesions, found) = ConnectedComponents.Touched(reference, prediction, Connectivity.TwentySix);
        var (predicted, confirmed) = ConnectedComponents.Touched(prediction, reference, Connectivity.TwentySix);
        return new(lesions, found, predicted, confirmed);
    }
}
