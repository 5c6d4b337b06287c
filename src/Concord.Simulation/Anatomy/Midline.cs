using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy;

/// <summary>The plane between the hemispheres.</summary>
/// <param name="Point">A point of it, world mm.</param>
/// <param name="Normal">Its unit normal, towards the right hemisphere.</param>
public readonly record struct Midline(Point3 Point, Point3 Normal)
{
    /// <summary>The signed distance of a point in mm, positive on the right.</summary>
    public double Distance(Point3 p) => (p - Point).Dot(Normal);
}
