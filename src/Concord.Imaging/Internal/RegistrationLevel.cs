using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;

namespace Concord.Imaging.Internal;

/// <summary>One resolution of a registration: what is compared, and the ways to better placements.</summary>
internal sealed class RegistrationLevel
{
    // The turns that are looked at first, about each axis, in degrees.
    private static readonly double[] Turns = [-30, -15, 0, 15, 30];

    // Steps end when they are this part of a voxel.
    private const double Finest = 1.0 / 500;

    private const int MostSteps = 60;

    private readonly MutualInformation _information;
    private readonly HeadPlaces _places;
    private readonly Point3 _movingCentre;
    private readonly double _millimetres;

    private RegistrationLevel(HeadPlaces places, MutualInformation information, Point3 movingCentre, double millimetres)
    {
        (_places, _information, _movingCentre, _millimetres) = (places, information, movingCentre, millimetres);
        Headers = RigidTransform.Identity with { Centre = places.Centre };
        Corners = places.Corners;
    }

    /// <summary>Where the headers have the images.</summary>
    public RigidTransform Headers { get; }

    /// <summary>The corners of the head's box.</summary>
    public IReadOnlyList<Point3> Corners { get; }

    /// <summary>A level; null if one of the images shows no head.</summary>
    /// <param name="reference">The fixed image, with equal voxel sides.</param>
    /// <param name="moving">The moving image.</param>
    /// <param name="places">How many places are compared.</param>
    /// <param name="seed">Chooses them.</param>
    public static RegistrationLevel? TryMake(Volume<float> reference, Volume<float> moving, int places, ulong seed)
    {
        var here = HeadPlaces.TryMake(reference, places, seed);
        var there = HeadPlaces.TryMake(moving, places, seed);
        if (here is null || there is null)
            return null;
        return new(here, new(here, moving, there.Window), there.Centre, reference.Geometry.Spacing.X);
    }

    /// <summary>What a placement's mutual information is, in nats, and how much of the head overlaps.</summary>
    public (double Information, double Overlap) Measure(RigidTransform transform) =>
        _information.Measure(transform, default);

    /// <summary>
    /// How promising a placement is: its information, by how much of the head it is about; a little that fits well by chance
    /// must not win.
    /// </summary>
    public double Score(RigidTransform transform)
    {
        var (information, overlap) = Measure(transform);
        return information * overlap;
    }

    /// <summary>The first of some placements and then the others, best first, without those that lie where another does.</summary>
    /// <param name="placements">At least one.</param>
    /// <param name="millimetres">How far from each other they lie at least, at a corner of the head's box.</param>
    public IReadOnlyList<RigidTransform> Distinct(IReadOnlyList<RigidTransform> placements, double millimetres)
    {
        var kept = new List<RigidTransform> { placements[0] };
        foreach (var placement in placements.Skip(1).OrderByDescending(Score))
            if (kept.TrueForAll(k => Distance(k, placement) > millimetres))
                kept.Add(placement);
        return kept;
    }

    /// <summary>The most promising of many turns, where the headers have the images and where their heads' centres meet.</summary>
    public IReadOnlyList<RigidTransform> Search(int count)
    {
        var starts =
            from shift in new[] { default, _movingCentre - _places.Centre }
            from x in Turns
            from y in Turns
            from z in Turns
            select new RigidTransform(_places.Centre, new Point3(x, y, z) * (Math.PI / 180), shift);
        return [.. starts.OrderByDescending(Score).Take(count)];
    }

    private double Distance(RigidTransform a, RigidTransform b)
    {
        var (here, there) = (a.ToAffine(), b.ToAffine());
        return Corners.Max(c => (here.Apply(c) - there.Apply(c)).Length);
    }

    /// <summary>Climbs from a placement to the nearest best one.</summary>
    public RigidTransform Improve(RigidTransform start)
    {
        // A turn counts by how far it moves the head's places on average, so that all six parameters are mm.
        var radius = _places.Radius;
        // Each level has its own centre.
        start = start.About(_places.Centre);
        var best = QuasiNewton.Maximize(Value, At(start), _millimetres, Finest * _millimetres, MostSteps);
        return Transform(best);

        double Value(ReadOnlySpan<double> point, Span<double> gradient)
        {
            var information = _information.Measure(Transform(point), gradient).Information;
            for (var i = 0; i < 3; i++)
                gradient[i] /= radius;
            return information;
        }

        double[] At(RigidTransform t) =>
            [
                t.Rotation.X * radius,
                t.Rotation.Y * radius,
                t.Rotation.Z * radius,
                t.Translation.X,
                t.Translation.Y,
                t.Translation.Z,
            ];

        RigidTransform Transform(ReadOnlySpan<double> p) =>
            new(start.Centre, new Point3(p[0], p[1], p[2]) * (1 / radius), new(p[3], p[4], p[5]));
    }
}
