using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests.Anatomy;

public sealed class SliceProfileTests
{
    public static TheoryData<bool, double, double, double, double> Cases =>
        new()
        {
            { true, 1, 1, 1, 1 },
            { true, 3, 3, 3, 1 },
            { true, 1, 2, 5, 0.7 },
            { false, 1, 1, 4, 1 },
            { false, 1, 1, 4, 4 },
            { false, 5, 1, 1, 0.5 },
            { false, 2, 2, 2, 1 },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_sum_to_one_and_are_symmetric(bool isEven, double x, double y, double z, double detail)
    {
        var profile = isEven ? SliceProfile.Even : SliceProfile.Gaussian;
        var samples = profile.Samples(Grid(x, y, z), detail);
        samples.Sum(s => (double)s.Weight).ShouldBe(1, 1e-5);
        var (middle, weight) = (default(Point3), 0f);
        foreach (var (offset, w) in samples)
        {
            middle += offset * w;
            w.ShouldBeGreaterThan(0);
            var opposite = samples.Where(s => (s.Offset + offset).Length < 1e-9).ToArray();
            opposite.ShouldHaveSingleItem().Weight.ShouldBe(w, 1e-7f);
            weight = Math.Max(weight, w);
        }

        middle.Length.ShouldBeLessThan(1e-6);
        if (isEven)
            samples.ShouldAllBe(s => s.Weight == weight && Within(s.Offset, 0.5));
    }

    [Fact]
    public void A_slice_weighs_half_at_its_edge()
    {
        var samples = SliceProfile.Gaussian.Samples(Grid(1, 1, 10), 1);
        samples.ShouldAllBe(s => s.Offset.X == 0 && s.Offset.Y == 0 && Math.Abs(s.Offset.Z) < 1);
        samples.Count.ShouldBe(20);
        // Samples at 0.05, 0.15, …: the logarithm of the weight is a parabola of the offset.
        double At(double offset) => samples.Single(s => Math.Abs(s.Offset.Z - offset) < 1e-6).Weight;
        var (near, far) = (At(0.05), At(0.55));
        var curvature = Math.Log(near / far) / (0.55 * 0.55 - 0.05 * 0.05);
        Math.Exp(-curvature * 0.25).ShouldBe(0.5, 1e-3);
        // Either side of the edge.
        var peak = near * Math.Exp(curvature * 0.05 * 0.05);
        (At(0.45) / peak).ShouldBeGreaterThan(0.5);
        (far / peak).ShouldBeLessThan(0.5);
        At(-0.95).ShouldBe(At(0.95), 1e-6);
    }

    [Fact]
    public void Only_the_thick_axis_has_a_profile()
    {
        var samples = SliceProfile.Gaussian.Samples(Grid(2, 2, 6), 1);
        samples.Count.ShouldBe(2 * 2 * 12);
        samples.Max(s => Math.Abs(s.Offset.X)).ShouldBe(0.25, 1e-9);
        samples.Max(s => Math.Abs(s.Offset.Z)).ShouldBeGreaterThan(0.9);
        // Cubes have none.
        SliceProfile.Gaussian.Samples(Grid(3, 3, 3), 1).ShouldBe(SliceProfile.Even.Samples(Grid(3, 3, 3), 1));
        SliceProfile.Point.Samples(Grid(1, 1, 6), 1).ShouldBe([(default, 1f)]);
    }

    [Fact]
    public void Fine_detail_is_bounded() => SliceProfile.Even.Samples(Grid(1, 1, 1), 1e-6).Count.ShouldBe(16 * 16 * 16);

    private static bool Within(Point3 p, double reach) =>
        Math.Abs(p.X) < reach && Math.Abs(p.Y) < reach && Math.Abs(p.Z) < reach;

    private static VolumeGeometry Grid(double x, double y, double z) =>
        new(new(4, 4, 4), Affine.FromSpacing(new(x, y, z)));
}
