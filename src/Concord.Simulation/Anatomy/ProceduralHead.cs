using System.Numerics;
using Concord.Imaging.Geometry;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// A head made from a seed by formulas: signed distances to the surfaces of its parts, laid over one another from the
/// outside in, each with an edge one voxel wide as partial volume. It needs no template, so that no two seeds are
/// alike and nothing must be downloaded; it is a stage set for demonstrations, not an atlas.
/// </summary>
/// <remarks>
/// The brain is about 135 x 165 x 125 mm, centred in world space (RAS+ mm) with its midline on x = 0; head and scalp
/// reach to about 80, 95 and 75 mm from the origin to the side, front and back, and top, and on below.
/// </remarks>
public static class ProceduralHead
{
    /// <summary>Makes a head.</summary>
    /// <param name="geometry">The grid: any orientation; voxels of 1 to 3 mm show its folds.</param>
    /// <param name="seed">What makes it differ from others.</param>
    /// <param name="threads">
    /// The most threads to use; -1 for as many as there are cores. The result is the same: to the bit on processors of
    /// one kind, and but for rounding on others.
    /// </param>
    public static HeadAnatomy Make(VolumeGeometry geometry, ulong seed, int threads = -1)
    {
        var anatomy = new HeadAnatomy(geometry);
        var shape = new HeadShape(seed);
        var size = geometry.Size;
        Rows.ForEachPlane(
            size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < size.Y; y++)
                for (var x = 0; x < size.X; x += Vector<float>.Count)
                    Fill(anatomy, shape, x, y, z);
            }
        );
        return anatomy;
    }

    private static void Fill(HeadAnatomy anatomy, HeadShape shape, int x, int y, int z)
    {
        var geometry = anatomy.Geometry;
        var layers = new Layers((float)Math.Cbrt(geometry.VoxelVolume));
        var far = new Vector<float>(HeadAnatomy.Far);
        var ventricles = shape.Fill(Rows.Points(geometry.Affine, x, y, z), ref layers);
        for (var tissue = Tissue.Background; tissue <= Tissue.Scalp; tissue++)
            Rows.Store(layers[tissue], anatomy[tissue].Row(y, z), x);
        Rows.Store(Vector.Min(ventricles, far), anatomy.VentricleDistance.Row(y, z), x);
    }
}
