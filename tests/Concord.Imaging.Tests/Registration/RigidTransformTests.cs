using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;

namespace Concord.Imaging.Tests.Registration;

public sealed class RigidTransformTests
{
    private static readonly Gen<Point3> Point = Gen.Double[-100, 100]
        .Array[3]
        .Select(v => new Point3(v[0], v[1], v[2]));

    private static readonly Gen<RigidTransform> Any = Gen.Select(
        Point,
        Gen.Double[-2, 2].Array[3].Select(v => new Point3(v[0], v[1], v[2])),
        Point,
        (centre, rotation, translation) => new RigidTransform(centre, rotation, translation)
    );

    [Fact]
    public void Keeps_distances_and_hands_and_moves_its_centre_by_the_translation() =>
        Gen.Select(Any, Point, Point)
            .Sample(
                (transform, p, q) =>
                {
                    var map = transform.ToAffine();
                    (map.Apply(p) - map.Apply(q)).Length.ShouldBe((p - q).Length, 1e-9);
                    map.Determinant.ShouldBe(1, 1e-9);
                    (map.Apply(transform.Centre) - transform.Centre - transform.Translation).Length.ShouldBe(0, 1e-9);
                }
            );

    [Fact]
    public void Turns_by_the_right_hand_rule()
    {
        var quarter = new RigidTransform(default, new(0, 0, Math.PI / 2), default);
        (quarter.ToAffine().Apply(new(1, 0, 0)) - new Point3(0, 1, 0)).Length.ShouldBe(0, 1e-12);
        quarter.Degrees.ShouldBe(90, 1e-9);
    }

    [Fact]
    public void Does_the_same_about_another_point() =>
        Gen.Select(Any, Point, Point)
            .Sample(
                (transform, centre, p) =>
                {
                    var other = transform.About(centre);
                    other.Centre.ShouldBe(centre);
                    (other.ToAffine().Apply(p) - transform.ToAffine().Apply(p)).Length.ShouldBe(0, 1e-9);
                }
            );

    // Where the formula changes over to its series.
    [Fact]
    public void Small_turns_are_no_less_exact() =>
        Gen.Select(Gen.Double[0.9e-4, 1.1e-4], Point.Where(p => p.Length > 1))
            .Sample(
                (angle, axis) =>
                {
                    var rotation = axis * (angle / axis.Length);
                    var whole = RigidTransform.Turn(rotation);
                    var half = RigidTransform.Turn(rotation * 0.5);
                    (half.Compose(half).Column(0) - whole.Column(0)).Length.ShouldBe(0, 1e-15);
                    (half.Compose(half).Column(1) - whole.Column(1)).Length.ShouldBe(0, 1e-15);
                }
            );

    [Fact]
    public void The_largest_shift_is_that_of_the_point_that_moves_most()
    {
        var transform = new RigidTransform(new(5, 0, 0), new(0, 0, Math.PI), new(0, 0, 3));
        transform.LargestShift([new(5, 0, 7), new(7, 0, 0)]).ShouldBe(5, 1e-9);
    }
}
