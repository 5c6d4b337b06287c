using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;
using Concord.Imaging.Registration;
using Concord.Tests.Shared;

namespace Concord.Imaging.Tests.Internal;

public sealed class MutualInformationTests
{
    private static readonly VolumeGeometry Grid = new(
        new(46, 52, 48),
        Affine.FromSpacing(new(4, 4, 4), new(-92, -104, -96))
    );

    [Fact]
    public void Its_gradient_is_that_of_its_values()
    {
        var head = HeadPhantom.Paint(Grid, isT2: false, Affine.Identity);
        var moving = HeadPhantom.Paint(Grid, isT2: true, Affine.Identity, seed: 2);
        var places = HeadPlaces.TryMake(head, 20_000, 1).ShouldNotBeNull();
        var information = new MutualInformation(places, moving, HeadPlaces.TryMake(moving, 1000, 1)!.Window);
        double[] at = [0.04, -0.03, 0.05, 3, -2, 4];
        Span<double> gradient = stackalloc double[6];
        information.Measure(Transform(at), gradient).Information.ShouldBeGreaterThan(0.3);
        for (var i = 0; i < 6; i++)
        {
            // Wide enough to be over the kinks of linear interpolation.
            var step = i < 3 ? 2e-3 : 0.15;
            var (up, down) = ((double[])at.Clone(), (double[])at.Clone());
            up[i] += step;
            down[i] -= step;
            var slope = (Value(up) - Value(down)) / (2 * step);
            gradient[i].ShouldBe(slope, 0.08 * Math.Abs(slope) + (i < 3 ? 0.05 : 0.001), $"parameter {i}");
        }

        RigidTransform Transform(double[] p) => new(places.Centre, new(p[0], p[1], p[2]), new(p[3], p[4], p[5]));
        double Value(double[] p) => information.Measure(Transform(p), default).Information;
    }

    [Fact]
    public void Says_how_much_overlaps_and_nothing_of_little()
    {
        var head = HeadPhantom.Paint(Grid, isT2: false, Affine.Identity);
        var places = HeadPlaces.TryMake(head, 5_000, 1).ShouldNotBeNull();
        var information = new MutualInformation(places, head, places.Window);
        information.Measure(RigidTransform.Identity, default).Overlap.ShouldBeGreaterThan(0.95);
        var away = RigidTransform.Identity with { Translation = new(170, 0, 0) };
        var (told, overlap) = information.Measure(away, default);
        overlap.ShouldBeInRange(0, 0.2);
        told.ShouldBe(0);
    }
}
