using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Deformation;

/// <summary>
/// A map of space: from the points of a subject to those of the anatomy that it is made from, world mm (RAS+) both.
/// </summary>
public abstract class SubjectMap
{
    /// <summary>Moves a row of points in place.</summary>
    internal abstract void Apply(PointRow points);

    /// <summary>Where a point goes.</summary>
    public Point3 Apply(Point3 point)
    {
        var row = new PointRow(1);
        row.Set(Affine.FromSpacing(Spacing.Isotropic(1), point), 0, 0, 0);
        Apply(row);
        return new(row.X[0], row.Y[0], row.Z[0]);
    }

    /// <summary>This map, then another.</summary>
    public SubjectMap Then(SubjectMap next) => new Chain(this, next);

    private sealed class Chain(SubjectMap first, SubjectMap next) : SubjectMap
    {
        internal override void Apply(PointRow points)
        {
            first.Apply(points);
            next.Apply(points);
        }
    }
}
