using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Lesions;

/// <summary>
/// Caps on the horns of the lateral ventricles and bands along their walls: lesion reaches from the wall as far as a
/// thickness that differs from place to place, and is the greatest at the foremost and hindmost ends.
/// </summary>
internal static class PeriventricularLesions
{
    // In mm: nothing reaches further, and the caps' sway ends about this far from the ends of the horns.
    private const float Furthest = 16;
    private const float CapReach = 9;

    // How much thicker a cap is than a band.
    private const float CapThickness = 3;

    /// <summary>Paints about so many ml.</summary>
    /// <returns>What was painted; null if there are no ventricles or no room.</returns>
    public static Lesion? Paint(LesionCanvas canvas, double millilitres, ref Random64 random)
    {
        var anatomy = canvas.Anatomy;
        var distance = anatomy.VentricleDistance.Voxels;
        var geometry = anatomy.Geometry;
        var ends = Ends(anatomy);
        var wall = new PlaneWaves(ref random, 16, 14, 45);
        var edge = new PlaneWaves(ref random, 12, 5, 14);
        if (ends.Count == 0)
            return null;
        List<(int Voxel, float Scale)> reached = [];
        for (var i = 0; i < distance.Length; i++)
        {
            if (canvas.White.Voxels[i] < 0.05f || distance[i] > Furthest)
                continue;
            var world = Voxels.World(geometry, i);
            var p = new Vector3((float)world.X, (float)world.Y, (float)world.Z);
            var nearest = float.PositiveInfinity;
            foreach (var end in ends)
                nearest = MathF.Min(nearest, Vector3.DistanceSquared(end, p));
            var cap = CapThickness * MathF.Exp(-nearest / (2 * CapReach * CapReach));
            var thickness = MathF.Max(0.35f + 0.45f * wall.Value(p) + 0.12f * edge.Value(p) + cap, 0.02f);
            // The wall itself is half fluid: it counts as reached from a little outside.
            reached.Add((i, MathF.Max(distance[i] - 0.5f, 0.1f) / thickness));
        }

        var scale = ScaleFor(canvas, reached, millilitres);
        if (scale <= 0)
            return null;
        var strength = (float)random.Between(0.75, 0.95);
        List<(int Voxel, float Moved)> strokes = [];
        foreach (var (voxel, needed) in reached)
        {
            // How far inside the edge a voxel lies, in mm: its distance from the wall is needed times thickness.
            var inside = (scale / needed - 1) * MathF.Max(distance[voxel], 0.5f);
            var share = strength * Math.Clamp(0.5f / strength + inside / canvas.Edge, 0, 1);
            if (share > 0)
                strokes.Add((voxel, share * canvas.White.Voxels[voxel]));
        }

        var painted = canvas.Paint(strokes);
        return painted > 0 ? new(LesionKind.Periventricular, Middle(strokes, geometry), painted) : null;
    }

    /// <summary>The scale of all thicknesses at which the voxels reached make up the volume asked for.</summary>
    private static float ScaleFor(LesionCanvas canvas, List<(int Voxel, float Scale)> reached, double millilitres)
    {
        var room = millilitres * 1000 / canvas.Anatomy.Geometry.VoxelVolume;
        var scale = 0f;
        foreach (var (voxel, needed) in reached.OrderBy(r => r.Scale))
        {
            if (canvas.White.Voxels[voxel] < 0.6f)
                continue;
            if (--room < 0)
                break;
            scale = needed;
        }

        return scale;
    }

    /// <summary>The foremost and hindmost parts of the ventricles of either side.</summary>
    private static List<Vector3> Ends(HeadAnatomy anatomy)
    {
        var geometry = anatomy.Geometry;
        var share = anatomy[Tissue.Ventricle].Voxels;
        List<Vector3> places = [];
        for (var i = 0; i < share.Length; i++)
        {
            if (share[i] < 0.5f)
                continue;
            var p = Voxels.World(geometry, i);
            places.Add(new((float)p.X, (float)p.Y, (float)p.Z));
        }

        if (places.Count == 0)
            return [];
        var middle = places.Average(p => p.X);
        List<Vector3> ends = [];
        foreach (var side in places.GroupBy(p => p.X > middle).OrderBy(g => g.Key))
        {
            var ordered = side.OrderBy(p => p.Y).ToList();
            var few = Math.Max(ordered.Count / 40, 1);
            ends.Add(Mean(ordered.Take(few)));
            ends.Add(Mean(ordered.TakeLast(few)));
        }

        return ends;
    }

    private static Vector3 Mean(IEnumerable<Vector3> points)
    {
        var list = points.ToList();
        return list.Aggregate(Vector3.Zero, (sum, p) => sum + p) / list.Count;
    }

    private static Point3 Middle(List<(int Voxel, float Moved)> strokes, VolumeGeometry geometry)
    {
        var (sum, weight) = (default(Point3), 0.0);
        foreach (var (voxel, moved) in strokes)
        {
            sum += Voxels.Index(geometry.Size, voxel) * moved;
            weight += moved;
        }

        return geometry.Affine.Apply(sum * (1 / weight));
    }
}
