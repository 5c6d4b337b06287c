using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Lesions;

/// <summary>Copies of a head's white matter and lesions, on which lesions are painted.</summary>
internal sealed class LesionCanvas(HeadAnatomy anatomy)
{
    private readonly Affine _affine = anatomy.Geometry.Affine;
    private readonly Affine _inverse = anatomy.Geometry.Affine.Inverse();

    public HeadAnatomy Anatomy => anatomy;

    /// <summary>What is left of the white matter.</summary>
    public Volume<float> White { get; } = Copy(anatomy, Tissue.WhiteMatter);

    /// <summary>What has become lesion.</summary>
    public Volume<float> Lesion { get; } = Copy(anatomy, Tissue.Lesion);

    /// <summary>
    /// The width of an edge in mm: about 2, but never below a voxel. Unlike that of an organ, it isn't sharp.
    /// </summary>
    public float Edge { get; } = MathF.Max(2, (float)Math.Cbrt(anatomy.Geometry.VoxelVolume));

    /// <summary>
    /// Moves white matter to lesion; returns the ml that newly reach a membership of 0.5, and paints nothing if none
    /// do.
    /// </summary>
    public double Paint(int centre, LesionShape shape)
    {
        var index = Voxels.Index(anatomy.Geometry.Size, centre);
        var middle = _affine.Apply(index);
        var (low, high) = Box(index, shape.Reach);
        List<(int Voxel, float Moved)> strokes = [];
        for (var z = low.Z; z <= high.Z; z++)
        for (var y = low.Y; y <= high.Y; y++)
        for (var x = low.X; x <= high.X; x++)
        {
            var i = White.Index(x, y, z);
            if (White.Voxels[i] > 0)
                strokes.Add((i, Cover(_affine.Apply(new(x, y, z)), middle, shape) * White.Voxels[i]));
        }

        return Paint(strokes);
    }

    /// <summary>Moves these amounts from white matter to lesion, on the same terms.</summary>
    public double Paint(IReadOnlyList<(int Voxel, float Moved)> strokes)
    {
        var gained = strokes.Count(s => Lesion.Voxels[s.Voxel] < 0.5f && Lesion.Voxels[s.Voxel] + s.Moved >= 0.5f);
        if (gained == 0)
            return 0;
        foreach (var (voxel, moved) in strokes)
        {
            White.Voxels[voxel] -= moved;
            Lesion.Voxels[voxel] += moved;
        }

        return gained * anatomy.Geometry.VoxelVolume / 1000;
    }

    /// <summary>The head with what was painted; the canvas must not be used after.</summary>
    public HeadAnatomy Finish() => anatomy.With((Tissue.WhiteMatter, White), (Tissue.Lesion, Lesion));

    private static Volume<float> Copy(HeadAnatomy anatomy, Tissue tissue) =>
        anatomy[tissue].With((float[])anatomy[tissue].Voxels.Clone());

    private float Cover(Point3 point, Point3 middle, LesionShape shape)
    {
        var v = point - middle;
        var scaled = new Vector3((float)v.X / shape.RadiusX, (float)v.Y / shape.RadiusY, (float)v.Z / shape.RadiusZ);
        var radius = MathF.Cbrt(shape.RadiusX * shape.RadiusY * shape.RadiusZ);
        var bend = shape.Edge.Value(new Vector3((float)point.X, (float)point.Y, (float)point.Z));
        var distance = (scaled.Length() - 1) * radius + 0.22f * radius * bend;
        // Centred so that membership is 0.5 on the surface, whatever the strength.
        var share = Math.Clamp(0.5f / shape.Strength - distance / Edge, 0, 1);
        return shape.Strength * share;
    }

    private (GridSize Low, GridSize High) Box(Point3 centre, float reach)
    {
        Span<int> low = stackalloc int[3],
            high = stackalloc int[3];
        ReadOnlySpan<double> middle = [centre.X, centre.Y, centre.Z];
        // The rows of the inverse say how many voxels a step of 1 mm can be, oblique grids included.
        ReadOnlySpan<double> voxelsPerMm =
        [
            new Point3(_inverse.M00, _inverse.M01, _inverse.M02).Length,
            new Point3(_inverse.M10, _inverse.M11, _inverse.M12).Length,
            new Point3(_inverse.M20, _inverse.M21, _inverse.M22).Length,
        ];
        for (var axis = 0; axis < 3; axis++)
        {
            var half = (int)Math.Ceiling(reach * voxelsPerMm[axis]);
            low[axis] = Math.Max((int)middle[axis] - half, 0);
            high[axis] = Math.Min((int)middle[axis] + half, anatomy.Geometry.Size[axis] - 1);
        }

        return (new(low[0], low[1], low[2]), new(high[0], high[1], high[2]));
    }
}
