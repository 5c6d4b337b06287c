using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;
using Concord.Imaging.Spatial;
using Concord.Tests.Shared;

namespace Concord.Imaging.Tests.Registration;

public sealed class RigidRegistrationTests
{
    private static readonly VolumeGeometry Grid = new(
        new(90, 104, 94),
        Affine.FromSpacing(new(2, 2, 2), new(-90, -104, -94))
    );

    // Thick slices, another orientation, another place.
    private static readonly VolumeGeometry Slices = Reorient.Geometry(
        new(new(128, 150, 42), Affine.FromSpacing(new(1.5, 1.5, 4.5), new(-95, -110, -94))),
        Orientation.Parse("PIL")
    );

    private static readonly Volume<float> Head = HeadPhantom.Paint(Grid, isT2: false, Affine.Identity);

    public static TheoryData<ulong> Seeds => [1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Finds_a_head_in_another_contrast_wherever_it_lies(ulong seed)
    {
        var truth = Far(seed);
        // What lies at T(p) in the moving world is p of the head.
        var moving = HeadPhantom.Paint(Slices, isT2: true, truth.ToAffine().Inverse(), seed: seed);
        var found = RigidRegistration.Align(Head, moving).ShouldNotBeNull();
        WorstError(found.Transform, truth).ShouldBeLessThan(0.5);
        found.Information.ShouldBeGreaterThan(found.InformationBefore);
        found.Overlap.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Puts_the_moving_image_into_the_fixed_ones_world_without_touching_a_voxel()
    {
        var truth = Far(7);
        var moving = HeadPhantom.Paint(Slices, isT2: true, truth.ToAffine().Inverse());
        var found = RigidRegistration.Align(Head, moving).ShouldNotBeNull();
        var placed = found.Place(moving);
        placed.Voxels.ShouldBeSameAs(moving.Voxels);
        placed.Size.ShouldBe(moving.Size);
        // A voxel's place in the head is where the truth has it.
        foreach (var corner in VolumeGeometry.Corners(moving.Size))
        {
            var meant = truth.ToAffine().Inverse().Apply(moving.Geometry.Affine.Apply(corner));
            (placed.Geometry.Affine.Apply(corner) - meant).Length.ShouldBeLessThan(1.5);
        }
    }

    [Fact]
    public void Says_how_far_an_image_lay_off()
    {
        var truth = new RigidTransform(default, default, new(6, 0, 0));
        var moving = HeadPhantom.Paint(Grid, isT2: true, truth.ToAffine().Inverse(), seed: 2);
        var near = RigidRegistration.Refine(Head, moving).ShouldNotBeNull();
        near.LargestShift.ShouldBe(6, 1);
        var there = RigidRegistration.Refine(Head, HeadPhantom.Paint(Grid, isT2: true, Affine.Identity, seed: 3));
        there.ShouldNotBeNull().LargestShift.ShouldBeLessThan(1);
    }

    [Fact]
    public void An_image_lies_on_itself()
    {
        // Resampled: otherwise even places that are off would be off alike.
        var fine = new VolumeGeometry(new(140, 160, 140), Affine.FromSpacing(new(1.3, 1.3, 1.3), new(-93, -102, -92)));
        var again = HeadPhantom.Paint(fine, isT2: false, Affine.Identity, noise: 0);
        RigidRegistration.Align(again, again).ShouldNotBeNull().LargestShift.ShouldBeLessThan(0.05);
        RigidRegistration.Align(Head, again).ShouldNotBeNull().LargestShift.ShouldBeLessThan(0.4);
    }

    [Fact]
    public void The_same_images_give_the_same_bits()
    {
        var moving = HeadPhantom.Paint(Slices, isT2: true, Far(8).ToAffine().Inverse());
        RigidRegistration.Align(Head, moving).ShouldBe(RigidRegistration.Align(Head, moving));
    }

    [Fact]
    public void Images_that_have_nothing_in_common_are_not_registered()
    {
        RigidRegistration.Align(Head, new(Grid)).ShouldBeNull();
        RigidRegistration.Align(new(Grid), Head).ShouldBeNull();
        RigidRegistration.Align(Head, Some.Noise(Grid, 1)).ShouldBeNull();
        RigidRegistration.Align(new(new(new(3, 2, 2), Grid.Affine)), Head).ShouldBeNull();
    }

    [Fact]
    public void Can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => RigidRegistration.Align(Head, Head, cancellation: stop.Token));
    }

    // Up to 20 degrees about any axis and 20 mm along any direction.
    private static RigidTransform Far(ulong seed)
    {
        var random = new Random64(seed);
        return new(
            new(3, -5, 8),
            Direction(ref random) * random.Between(0.1, 20 * Math.PI / 180),
            Direction(ref random) * random.Between(0, 20)
        );

        static Point3 Direction(ref Random64 random)
        {
            var v = new Point3(random.NextNormal(), random.NextNormal(), random.NextNormal());
            return v * (1 / v.Length);
        }
    }

    private static double WorstError(RigidTransform found, RigidTransform truth)
    {
        var (a, b) = (found.ToAffine(), truth.ToAffine());
        return HeadPhantom.Surface().Max(p => (a.Apply(p) - b.Apply(p)).Length);
    }
}
