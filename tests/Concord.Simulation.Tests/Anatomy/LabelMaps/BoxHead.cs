using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Tests.Anatomy.LabelMaps;

/// <summary>
/// A label map of boxes in boxes: skin, muscle, skull, fluid, cortex, white matter, ventricles, lesions on both sides, and
/// a hippocampus on the left only. Voxels of 3 mm, in the orientation that FreeSurfer writes: left, inferior, anterior.
/// </summary>
internal static class BoxHead
{
    private const double Voxel = 3;

    /// <summary>Where the middle of the head lies.</summary>
    public static Point3 Centre { get; } = new(10.5, -6, 21);

    /// <summary>Makes the map, turned about the vertical axis by some degrees, counterclockwise from above.</summary>
    public static Volume<int> Make(double turn = 0)
    {
        var size = new GridSize(62, 60, 70);
        var corner = Centre + new Point3((size.X - 1) / 2.0, -(size.Z - 1) / 2.0, (size.Y - 1) / 2.0) * Voxel;
        var affine = Affine.FromColumns(new(-Voxel, 0, 0), new(0, 0, -Voxel), new(0, Voxel, 0), corner);
        var map = new Volume<int>(new(size, affine));
        var (sin, cos) = Math.SinCos(turn * Math.PI / 180);
        for (var i = 0; i < map.Voxels.Length; i++)
        {
            var p = affine.Apply(new(i % size.X, i / size.X % size.Y, i / (size.X * size.Y))) - Centre;
            map.Voxels[i] = Code(new(cos * p.X + sin * p.Y, cos * p.Y - sin * p.X, p.Z));
        }

        return map;
    }

    private static int Code(Point3 p)
    {
        bool Within(double x, double y, double z) => Math.Abs(p.X) < x && Math.Abs(p.Y) < y && Math.Abs(p.Z) < z;
        var isLeft = p.X < 0;
        var side = Math.Abs(p.X);
        if (!Within(76, 90, 78))
            return 0;
        if (!Within(72, 86, 74))
            return 511;
        if (!Within(60, 74, 62))
            return 508;
        if (!Within(54, 68, 56))
            return 515;
        if (!Within(50, 64, 52))
            return 24;
        if (!Within(42, 56, 44))
            return isLeft ? 3 : 42;
        if (side is > 4 and < 14 && Math.Abs(p.Y) < 30 && Math.Abs(p.Z) < 10)
            return isLeft ? 4 : 43;
        if (side is > 22 and < 34 && p.Y is > 18 and < 34 && p.Z is > 18 and < 34)
            return isLeft ? 25 : 57;
        if (p.X is > -34 and < -22 && p.Y is > -12 and < 12 && p.Z is > -32 and < -18)
            return 17;
        return isLeft ? 2 : 41;
    }
}
