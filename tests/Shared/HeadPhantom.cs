using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Tests.Shared;

/// <summary>A head of ellipsoids and folds in two contrasts, without symmetry, that can be painted onto any grid.</summary>
internal static class HeadPhantom
{
    private static readonly (Point3 Centre, Point3 Radii, double T1, double T2)[] Parts =
    [
        (new(0, 0, 0), new(75, 92, 84), 90, 60),
        (new(0, 0, 0), new(68, 85, 77), 10, 15),
        (new(0, 2, 2), new(63, 79, 70), 55, 80),
        (new(-2, 4, 6), new(52, 66, 58), 80, 50),
        (new(14, 20, 12), new(9, 24, 10), 15, 100),
        (new(-15, 14, 10), new(10, 28, 9), 15, 100),
        (new(6, -50, -38), new(30, 18, 16), 70, 62),
        (new(-30, 30, 30), new(8, 8, 10), 60, 95),
    ];

    /// <summary>Intensities on a grid.</summary>
    /// <param name="geometry">The grid.</param>
    /// <param name="isT2">The second contrast.</param>
    /// <param name="toHead">From the grid's world to the head's own.</param>
    /// <param name="noise">Standard deviation of the noise.</param>
    /// <param name="seed">Of the noise.</param>
    public static Volume<float> Paint(
        VolumeGeometry geometry,
        bool isT2,
        Affine toHead,
        double noise = 2,
        ulong seed = 1
    )
    {
        var image = new Volume<float>(geometry);
        var map = toHead.Compose(geometry.Affine);
        var thickest = Enumerable.Range(0, 3).MaxBy(axis => geometry.Spacing[axis]);
        Parallel.For(
            0,
            geometry.Size.Z,
            z =>
            {
                var random = new Random64(seed, (ulong)z);
                for (var y = 0; y < geometry.Size.Y; y++)
                for (var x = 0; x < geometry.Size.X; x++)
                {
                    // A slice is as thick as it is far from the next.
                    var mean = 0.0;
                    for (var part = 0; part < 4; part++)
                    {
                        var at = new Point3(x, y, z);
                        var offset = (part - 1.5) / 4;
                        at += thickest switch
                        {
                            0 => new Point3(offset, 0, 0),
                            1 => new(0, offset, 0),
                            _ => new(0, 0, offset),
                        };
                        mean += Value(map.Apply(at), isT2) / 4;
                    }

                    image[x, y, z] = (float)(mean + noise * random.NextNormal());
                }
            }
        );
        return image;
    }

    /// <summary>Points on the brain's surface, in the head's own world.</summary>
    public static IEnumerable<Point3> Surface()
    {
        var (centre, radii, _, _) = Parts[2];
        for (var a = 0; a < 12; a++)
        for (var b = 1; b < 8; b++)
        {
            var (longitude, latitude) = (a * Math.PI / 6, b * Math.PI / 8);
            yield return centre
                + new Point3(
                    radii.X * Math.Sin(latitude) * Math.Cos(longitude),
                    radii.Y * Math.Sin(latitude) * Math.Sin(longitude),
                    radii.Z * Math.Cos(latitude)
                );
        }
    }

    // Borders are a mm wide, as partial volumes are.
    private static double Value(Point3 p, bool isT2)
    {
        var value = 0.0;
        foreach (var (centre, radii, t1, t2) in Parts)
        {
            var d = p - centre;
            var r = Math.Sqrt(
                d.X * d.X / (radii.X * radii.X) + d.Y * d.Y / (radii.Y * radii.Y) + d.Z * d.Z / (radii.Z * radii.Z)
            );
            var inside = Math.Clamp((1 - r) * Math.Min(radii.X, Math.Min(radii.Y, radii.Z)) + 0.5, 0, 1);
            value += inside * ((isT2 ? t2 : t1) - value);
            // Folds: without them nearly round shapes would hardly say how they are turned.
            if (centre == Parts[2].Centre)
            {
                var fold = Math.Sin(p.X / 4) + Math.Sin(p.Y / 5 + 1) + Math.Sin(p.Z / 4.5 + 2);
                value += inside * Math.Clamp(4 * fold - 4, 0, 1) * ((isT2 ? 100 : 15) - value);
            }
        }

        return value;
    }
}
