using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Evaluation.Surfaces;

/// <summary>
/// The robust Hausdorff distance of the surface-distance package (Nikolov et al., arXiv 1809.04430), which BraTS uses:
/// surfaces lie between voxels, distances run between corners of voxels, and the percentile is over surface area.
/// </summary>
internal static class SurfelDistances
{
    /// <summary>The 95th percentile in mm, the larger direction; positive infinity if one is empty, 0 if both are.</summary>
    /// <param name="reference">1 in the reference, 0 elsewhere.</param>
    /// <param name="prediction">1 in the prediction, on the same grid.</param>
    public static double Hausdorff95(Volume<byte> reference, Volume<byte> prediction)
    {
        var both = reference.With(new byte[reference.Voxels.Length]);
        TensorPrimitives.Max<byte>(reference.Voxels, prediction.Voxels, both.Voxels);
        if (both.Voxels.IndexOf((byte)1) < 0)
            return 0;
        var box = Crop.Content(both, 0);
        var (here, there) = (Surface(Crop.To(reference, box)), Surface(Crop.To(prediction, box)));
        var areas = Surfels.Areas(reference.Geometry.Spacing);
        return Math.Max(Percentile(here, there, areas), Percentile(there, here, areas));
    }

    /// <summary>The code of the eight voxels around each corner, and where it is on the surface.</summary>
    private static (Volume<byte> Codes, Volume<byte> IsSurface) Surface(Volume<byte> mask)
    {
        var size = mask.Size;
        var corners = new VolumeGeometry(new(size.X + 1, size.Y + 1, size.Z + 1), mask.Geometry.Affine);
        var (codes, isSurface) = (new Volume<byte>(corners), new Volume<byte>(corners));
        var shifted = new byte[size.X];
        for (var z = 0; z <= size.Z; z++)
        for (var y = 0; y <= size.Y; y++)
        {
            var code = codes.Row(y, z);
            for (var around = 0; around < 4; around++)
            {
                var (j, k) = (y - (around >> 1), z - (around & 1));
                if (j < 0 || k < 0 || j >= size.Y || k >= size.Z)
                    continue;
                // A voxel is the one after the corner at its index, and the one before the next.
                foreach (var (start, bit) in new[] { (0, around), (1, around + 4) })
                {
                    TensorPrimitives.ShiftLeft<byte>(mask.Row(j, k), bit, shifted);
                    TensorPrimitives.BitwiseOr(code.Slice(start, size.X), shifted, code.Slice(start, size.X));
                }
            }

            // All but 0 and 255: one more is 2 at least.
            var surface = isSurface.Row(y, z);
            TensorPrimitives.Add(code, (byte)1, surface);
            TensorPrimitives.Min(surface, (byte)2, surface);
            TensorPrimitives.ShiftRightLogical<byte>(surface, 1, surface);
        }

        return (codes, isSurface);
    }

    private static double Percentile(
        (Volume<byte> Codes, Volume<byte> IsSurface) from,
        (Volume<byte> Codes, Volume<byte> IsSurface) to,
        double[] areas
    )
    {
        var map = DistanceTransform.ToNearest(to.IsSurface).Voxels;
        var surfels = new List<(double Distance, double Area)>();
        for (var i = 0; i < map.Length; i++)
            if (from.IsSurface.Voxels[i] != 0)
                surfels.Add((map[i], areas[from.Codes.Voxels[i]]));
        if (surfels.Count == 0)
            return double.PositiveInfinity;
        surfels.Sort();
        var (whole, sum) = (surfels.Sum(s => s.Area), 0.0);
        foreach (var (distance, area) in surfels)
        {
            sum += area;
            if (sum / whole >= 0.95)
                return distance;
        }

        return surfels[^1].Distance;
    }
}
