using System.Numerics.Tensors;
using Concord.Evaluation.Statistics;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Evaluation.Surfaces;

/// <summary>How far the boundaries of two masks lie apart, in mm between voxel centres.</summary>
public sealed class SurfaceDistances
{
    private readonly double[] _fromReference;
    private readonly double[] _fromPrediction;

    private SurfaceDistances(double[] fromReference, double[] fromPrediction) =>
        (_fromReference, _fromPrediction) = (fromReference, fromPrediction);

    /// <summary>
    /// The 95th percentile of distances to the other boundary, the larger of both directions; percentiles as numpy's,
    /// linear between order statistics. So do the scripts of the WMH and MRBrainS challenges.
    /// </summary>
    public double Hausdorff95 =>
        Math.Max(Percentiles.OfSorted(_fromReference, 0.95), Percentiles.OfSorted(_fromPrediction, 0.95));

    /// <summary>
    /// The average symmetric surface distance: the mean over the boundary voxels of both (Heimann et al., IEEE Trans Med
    /// Imaging 28:1251, 2009).
    /// </summary>
    public double Average =>
        (_fromReference.Sum() + _fromPrediction.Sum()) / (_fromReference.Length + _fromPrediction.Length);

    /// <summary>Measures the distances.</summary>
    /// <param name="reference">1 in the reference, 0 elsewhere.</param>
    /// <param name="prediction">1 in the prediction, 0 elsewhere, on the same grid, whose axes stand at right angles.</param>
    /// <param name="rule">What a boundary is.</param>
    /// <returns>Null if either has no boundary: then there is no distance.</returns>
    public static SurfaceDistances? Of(Volume<byte> reference, Volume<byte> prediction, BoundaryRule rule)
    {
        // What is nearest lies in the box of both.
        var both = reference.With(new byte[reference.Voxels.Length]);
        TensorPrimitives.Max<byte>(reference.Voxels, prediction.Voxels, both.Voxels);
        var box = Crop.Content(both, 1);
        var (here, there) = (Boundary(reference), Boundary(prediction));
        if (here.Voxels.IndexOf((byte)1) < 0 || there.Voxels.IndexOf((byte)1) < 0)
            return null;
        return new(Ascending(NearestDistances.Between(here, there)), Ascending(NearestDistances.Between(there, here)));

        Volume<byte> Boundary(Volume<byte> mask) => MaskBoundary.Of(Crop.To(mask, box), rule);
    }

    private static double[] Ascending(float[] distances)
    {
        Array.Sort(distances);
        return Array.ConvertAll(distances, d => (double)d);
    }
}
