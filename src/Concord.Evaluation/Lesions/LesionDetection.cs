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
        var (lesions, found) = Touched(reference, prediction);
        var (predicted, confirmed) = Touched(prediction, reference);
        return new(lesions, found, predicted, confirmed);
    }

    private static (int All, int Touched) Touched(Volume<byte> mask, Volume<byte> other)
    {
        var components = ConnectedComponents.Label(mask, Connectivity.TwentySix);
        var isTouched = new bool[components.Count + 1];
        var labels = components.Labels.Voxels;
        for (var i = 0; i < labels.Length; i++)
        {
            if (other.Voxels[i] != 0)
                isTouched[labels[i]] = true;
        }

        return (components.Count, isTouched.Skip(1).Count(t => t));
    }
}
