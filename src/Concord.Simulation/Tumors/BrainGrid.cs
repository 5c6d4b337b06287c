using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors;

/// <summary>Grids of cubes along the world's axes that hold a subject's brain with a rim.</summary>
internal static class BrainGrid
{
    private const double SearchSpacing = 4;

    // How far the search goes from the middle of the brain, in mm; the cord below isn't needed.
    private const double Reach = 108;
    private const double ReachDown = 92;
    private const double Rim = 8;

    /// <summary>A grid about all of the brain.</summary>
    public static VolumeGeometry Around(AnatomySource subject, double spacing, int threads)
    {
        var low = subject.Centre - new Point3(Reach, Reach, ReachDown);
        var high = subject.Centre + new Point3(Reach, Reach, Reach);
        var search = Make(low, high, SearchSpacing);
        var brain = subject.Sample(search, Tissues.Brain, null, SliceProfile.Point, threads).Sum(Tissues.Brain);
        var (first, last) = (high, low);
        for (var i = 0; i < brain.Voxels.Length; i++)
        {
            if (brain.Voxels[i] < 0.25f)
                continue;
            var p = Voxels.World(search, i);
            first = new(Math.Min(first.X, p.X), Math.Min(first.Y, p.Y), Math.Min(first.Z, p.Z));
            last = new(Math.Max(last.X, p.X), Math.Max(last.Y, p.Y), Math.Max(last.Z, p.Z));
        }

        var rim = new Point3(Rim, Rim, Rim);
        return Make(first - rim, last + rim, spacing);
    }

    /// <summary>The part of a grid's field of view that lies within a distance of some points.</summary>
    /// <param name="whole">The grid about all of the brain.</param>
    /// <param name="points">World points.</param>
    /// <param name="reach">In mm.</param>
    /// <param name="spacing">Of the result, in mm.</param>
    public static VolumeGeometry Near(VolumeGeometry whole, IReadOnlyList<Point3> points, double reach, double spacing)
    {
        var last = whole.Affine.Apply(new(whole.Size.X - 1, whole.Size.Y - 1, whole.Size.Z - 1));
        var first = whole.Affine.Column(3);
        return Make(
            new(
                Math.Max(first.X, points.Min(p => p.X) - reach),
                Math.Max(first.Y, points.Min(p => p.Y) - reach),
                Math.Max(first.Z, points.Min(p => p.Z) - reach)
            ),
            new(
                Math.Min(last.X, points.Max(p => p.X) + reach),
                Math.Min(last.Y, points.Max(p => p.Y) + reach),
                Math.Min(last.Z, points.Max(p => p.Z) + reach)
            ),
            spacing
        );
    }

    private static VolumeGeometry Make(Point3 low, Point3 high, double spacing)
    {
        // Halves are exact in the single precision of a file's header.
        double Snap(double v) => Math.Floor(2 * v) / 2;
        low = new(Snap(low.X), Snap(low.Y), Snap(low.Z));
        int Count(double length) => Math.Max(8, (int)Math.Ceiling(length / spacing) + 1);
        var size = new GridSize(Count(high.X - low.X), Count(high.Y - low.Y), Count(high.Z - low.Z));
        return new(size, Affine.FromSpacing(Spacing.Isotropic(spacing), low));
    }
}
