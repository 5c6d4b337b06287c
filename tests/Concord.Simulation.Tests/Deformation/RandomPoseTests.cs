using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Tests.Anatomy;

namespace Concord.Simulation.Tests.Deformation;

public sealed class RandomPoseTests
{
    private static readonly Gen<Point3> Points = Gen.Select(
        Gen.Double[-90, 90],
        Gen.Double[-90, 90],
        Gen.Double[-90, 90],
        (x, y, z) => new Point3(x, y, z)
    );

    private static readonly FormulaAnatomy Source = new(_ => 1)
    {
        Middle = new(12, -7, 30),
        Plane = new(new(11, 0, 0), new Point3(0.9, 0.3, -0.1) * (1 / new Point3(0.9, 0.3, -0.1).Length)),
    };

    [Fact]
    public void Mirror_exchanges_the_sides_of_a_plane_and_undoes_itself() =>
        Gen.Select(Points, Points, Points)
            .Where(t => t.Item2.Length > 1)
            .Sample(
                (point, towards, p) =>
                {
                    var plane = new Midline(point, towards * (1 / towards.Length));
                    var mirror = RandomPose.Mirror(plane);
                    var image = mirror.Apply(p);
                    plane.Distance(image).ShouldBe(-plane.Distance(p), 1e-9);
                    (mirror.Apply(image) - p).Length.ShouldBeLessThan(1e-9);
                    // Nothing moves along the plane.
                    var shift = image - p;
                    (shift - plane.Normal * shift.Dot(plane.Normal)).Length.ShouldBeLessThan(1e-9);
                    mirror.Determinant.ShouldBe(-1, 1e-9);
                }
            );

    [Fact]
    public void Without_deformation_only_the_place_changes() =>
        Gen.Select(Points, Points, Gen.ULong)
            .Sample(
                (p, place, seed) =>
                {
                    var (map, isFlipped) = RandomPose.Draw(Source, DeformationSettings.None, place, seed);
                    isFlipped.ShouldBeFalse();
                    (map.Apply(p) - (p - place + Source.Centre)).Length.ShouldBeLessThan(1e-4);
                }
            );

    [Fact]
    public void A_flip_alone_is_the_mirror_image_in_the_anatomys_midline() =>
        Gen.Select(Points, Gen.ULong)
            .Sample(
                (p, seed) =>
                {
                    var settings = DeformationSettings.None with { Flip = 1 };
                    var (map, isFlipped) = RandomPose.Draw(Source, settings, Source.Centre, seed);
                    isFlipped.ShouldBeTrue();
                    (map.Apply(p) - RandomPose.Mirror(Source.Midline).Apply(p)).Length.ShouldBeLessThan(1e-4);
                }
            );

    [Fact]
    public void Turns_keep_distances_and_stay_within_their_range() =>
        Gen.Select(Points, Points, Gen.ULong)
            .Sample(
                (p, q, seed) =>
                {
                    var settings = DeformationSettings.None with { Turn = 8 };
                    var map = RandomPose.Draw(Source, settings, Source.Centre, seed).Map;
                    (map.Apply(p) - map.Apply(q)).Length.ShouldBe((p - q).Length, 1e-3);
                    (map.Apply(Source.Centre) - Source.Centre).Length.ShouldBeLessThan(1e-4);
                    // Three turns of 8 degrees at most.
                    var reach = (p - Source.Centre).Length;
                    (map.Apply(p) - p).Length.ShouldBeLessThan(2 * reach * Math.Sin(12 * Math.PI / 180) + 1e-3);
                }
            );

    [Fact]
    public void Sizes_and_shifts_stay_within_their_ranges() =>
        Gen.Select(Points, Gen.ULong)
            .Sample(
                (p, seed) =>
                {
                    var large = DeformationSettings.None with { Scale = 6 };
                    var scaled = RandomPose.Draw(Source, large, Source.Centre, seed).Map.Apply(p) - Source.Centre;
                    var before = p - Source.Centre;
                    Math.Abs(scaled.X - before.X).ShouldBeLessThan(0.06 * Math.Abs(before.X) + 1e-3);
                    Math.Abs(scaled.Y - before.Y).ShouldBeLessThan(0.06 * Math.Abs(before.Y) + 1e-3);
                    Math.Abs(scaled.Z - before.Z).ShouldBeLessThan(0.06 * Math.Abs(before.Z) + 1e-3);

                    var far = DeformationSettings.None with { Shift = 4 };
                    var shift = RandomPose.Draw(Source, far, Source.Centre, seed).Map.Apply(p) - p;
                    new[] { shift.X, shift.Y, shift.Z }.ShouldAllBe(s => Math.Abs(s) < 4 + 1e-3);
                }
            );

    [Fact]
    public void Draws_use_the_range_that_they_are_given()
    {
        var settings = DeformationSettings.None with { Turn = 8, Scale = 6, Shear = 0.02, Shift = 4, Flip = 0.25 };
        var draws = Enumerable
            .Range(0, 400)
            .Select(seed => RandomPose.Draw(Source, settings, Source.Centre, (ulong)seed))
            .ToList();
        draws.Count(d => d.IsFlipped).ShouldBeInRange(75, 125);
        var kept = draws.Where(d => !d.IsFlipped).Select(d => d.Map).ToList();
        // The middle moves by the shift: uniform over 8 mm, whose standard deviation is 2.31, but for a little size.
        var x = kept.ConvertAll(m => m.Apply(Source.Centre).X - Source.Centre.X);
        Math.Sqrt(x.Average(s => s * s)).ShouldBe(8 / Math.Sqrt(12), 0.25);
        x.Average().ShouldBe(0, 0.5);
        // A nose turns to either side.
        var nose = kept.ConvertAll(m => m.Apply(Source.Centre + new Point3(0, 90, 0)).X - m.Apply(Source.Centre).X);
        nose.Min().ShouldBeInRange(-90 * 0.18, -90 * 0.1);
        nose.Max().ShouldBeInRange(90 * 0.1, 90 * 0.18);
    }

    [Fact]
    public void Warp_is_added_to_the_same_pose()
    {
        var settings = new DeformationSettings { Warp = 0 };
        var pose = RandomPose.Draw(Source, settings, default, 3);
        var warped = RandomPose.Draw(Source, settings with { Warp = 2.5 }, default, 3);
        warped.IsFlipped.ShouldBe(pose.IsFlipped);
        var moved = new List<double>();
        for (var x = -60; x <= 60; x += 20)
        for (var y = -60; y <= 60; y += 20)
            moved.Add((warped.Map.Apply(new Point3(x, y, 10)) - pose.Map.Apply(new Point3(x, y, 10))).Length);
        // Root mean square of three components of 2.5 mm.
        Math.Sqrt(moved.Average(m => m * m)).ShouldBe(2.5 * Math.Sqrt(3), 1.5);
    }
}
