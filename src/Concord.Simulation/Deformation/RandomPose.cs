using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Deformation;

/// <summary>Draws how a subject's head differs in shape, size and place from the anatomy that it is made from.</summary>
public static class RandomPose
{
    // How far a head reaches from the middle of the brain, in mm, neck left out.
    private static readonly Point3 Head = new(110, 130, 130);

    /// <summary>Draws a map from the subject to the anatomy.</summary>
    /// <param name="source">The anatomy.</param>
    /// <param name="settings">How much it may differ.</param>
    /// <param name="place">Where the middle of the subject's brain lies, but for its shift, in world mm.</param>
    /// <param name="seed">Which subject.</param>
    /// <returns>The map, and whether it exchanges left and right.</returns>
    public static (SubjectMap Map, bool IsFlipped) Draw(
        AnatomySource source,
        DeformationSettings settings,
        Point3 place,
        ulong seed
    )
    {
        var random = new Random64(seed, 0x504F5345);
        var isFlipped = random.NextDouble() < settings.Flip;
        var turn = settings.Turn * Math.PI / 180;
        var most = settings.Shift;
        var pose = Affine.FromSpacing(
            Spacing.Isotropic(1),
            new Point3(random.Between(-most, most), random.Between(-most, most), random.Between(-most, most)) - place
        );
        for (var axis = 0; axis < 3; axis++)
            pose = Turn(axis, random.Between(-turn, turn)).Compose(pose);
        pose = Shear(settings, ref random).Compose(pose);
        pose = Scale(settings, ref random).Compose(pose);
        SubjectMap map = new AffineMap(pose);
        if (settings.Warp > 0)
            map = map.Then(DiffeomorphicWarp.Make(default, Head, settings.Warp, random.NextUInt64()));
        // Onto the anatomy, mirrored in its own midline.
        map = map.Then(new AffineMap(Affine.FromSpacing(Spacing.Isotropic(1), source.Centre)));
        return (isFlipped ? map.Then(new AffineMap(Mirror(source.Midline))) : map, isFlipped);
    }

    internal static Affine Mirror(Midline plane)
    {
        var n = plane.Normal;
        var twice = 2 * (n.X * plane.Point.X + n.Y * plane.Point.Y + n.Z * plane.Point.Z);
        return Affine.FromColumns(
            new(1 - 2 * n.X * n.X, -2 * n.X * n.Y, -2 * n.X * n.Z),
            new(-2 * n.X * n.Y, 1 - 2 * n.Y * n.Y, -2 * n.Y * n.Z),
            new(-2 * n.X * n.Z, -2 * n.Y * n.Z, 1 - 2 * n.Z * n.Z),
            n * twice
        );
    }

    private static Affine Turn(int axis, double angle)
    {
        var (sin, cos) = Math.SinCos(angle);
        return axis switch
        {
            0 => Affine.FromColumns(new(1, 0, 0), new(0, cos, sin), new(0, -sin, cos), default),
            1 => Affine.FromColumns(new(cos, 0, -sin), new(0, 1, 0), new(sin, 0, cos), default),
            _ => Affine.FromColumns(new(cos, sin, 0), new(-sin, cos, 0), new(0, 0, 1), default),
        };
    }

    private static Affine Shear(DeformationSettings settings, ref Random64 random)
    {
        var s = settings.Shear;
        return Affine.FromColumns(
            new(1, random.Between(-s, s), random.Between(-s, s)),
            new(0, 1, random.Between(-s, s)),
            new(0, 0, 1),
            default
        );
    }

    private static Affine Scale(DeformationSettings settings, ref Random64 random)
    {
        var s = settings.Scale / 100;
        return Affine.FromColumns(
            new(1 + random.Between(-s, s), 0, 0),
            new(0, 1 + random.Between(-s, s), 0),
            new(0, 0, 1 + random.Between(-s, s)),
            default
        );
    }
}
