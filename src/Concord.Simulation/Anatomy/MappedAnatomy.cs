using Concord.Imaging.Geometry;
using Concord.Simulation.Deformation;

namespace Concord.Simulation.Anatomy;

/// <summary>An anatomy as a subject's: seen through the map from the subject's points to the anatomy's.</summary>
/// <param name="source">The anatomy.</param>
/// <param name="map">The map.</param>
/// <param name="place">Where the middle of the subject's brain lies, world mm.</param>
internal sealed class MappedAnatomy(AnatomySource source, SubjectMap map, Point3 place) : AnatomySource
{
    public override string Name => source.Name;

    public override Point3 Centre => place;

    /// <summary>The anatomy's own, not the subject's: <see cref="Aside"/> tells that.</summary>
    public override Midline Midline => source.Midline;

    internal override double Detail => source.Detail;

    internal override IReadOnlyList<Tissue> Present => source.Present;

    internal override void Fill(PointRow points, ShareRow shares)
    {
        map.Apply(points);
        source.Fill(points, shares);
    }

    internal override void Aside(PointRow points, Span<float> distances)
    {
        map.Apply(points);
        source.Aside(points, distances);
    }
}
