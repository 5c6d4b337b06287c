namespace Concord.Evaluation;

/// <summary>Voxels of a structure in a reference, in a prediction, and in both.</summary>
/// <param name="Both">In reference and prediction.</param>
/// <param name="Reference">In the reference.</param>
/// <param name="Prediction">In the prediction.</param>
public readonly record struct Overlap(long Both, long Reference, long Prediction)
{
    /// <summary>
    /// The Dice coefficient 2|A∩B| / (|A|+|B|) in [0, 1]; null where the structure is in neither, since nothing was
    /// measured then.
    /// </summary>
    public double? Dice => Reference + Prediction == 0 ? null : 2.0 * Both / (Reference + Prediction);
}
