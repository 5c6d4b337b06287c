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
        System.Numerics.Tensors.TensorPrimitives.Max<byte>(reference.Voxels, prediction.Voxels, both.Voxels);
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
        for (var z = 0; z <= size.Z; z++)
        for (var y = 0; y <= size.Y; y++)
        for (var x = 0; x <= size.X; x++)
        {
            var code = 0;
            for (var bit = 0; bit < 8; bit++)
            {
                var (i, j, k) = (x - (bit >> 2 & 1), y - (bit >> 1 & 1), z - (bit & 1));
                if (i >= 0 && j >= 0 && k >= 0 && i < size.X && j < size.Y && k < size.Z)
                    code |= mask[i, j, k] << bit;
            }

            codes[x, y, z] = (byte)code;
            isSurface[x, y, z] = code is > 0 and < 255 ? (byte)1 : (byte)0;
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
