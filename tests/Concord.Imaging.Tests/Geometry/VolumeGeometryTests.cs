using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Geometry;

public sealed class VolumeGeometryTests
{
    [Fact]
    public void Spacing_and_voxel_volume_follow_from_the_affine()
    {
        var geometry = new VolumeGeometry(new(5, 4, 3), Some.Turned([0.3, -0.2, 0.9], new(-0.9, 1.1, 2.5), [1, 2, 3]));
        geometry.Spacing.X.ShouldBe(0.9, 1e-12);
        geometry.Spacing.Y.ShouldBe(1.1, 1e-12);
        geometry.Spacing.Z.ShouldBe(2.5, 1e-12);
        geometry.VoxelVolume.ShouldBe(0.9 * 1.1 * 2.5, 1e-12);
    }

    [Fact]
    public void CornerDistance_is_that_of_the_worst_corner()
    {
        var a = new VolumeGeometry(new(11, 4, 3), Affine.Identity);
        var stretched = new VolumeGeometry(a.Size, Affine.FromSpacing(new(1.05, 1, 1)));
        a.CornerDistance(stretched).ShouldBe(0.5, 1e-12);
        a.CornerDistance(a).ShouldBe(0);
        a.CornerDistance(new(new(11, 4, 4), Affine.Identity)).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Refuses_what_has_no_volume()
    {
        Should.Throw<ArgumentException>(() => new VolumeGeometry(new(5, 0, 3), Affine.Identity));
        Should.Throw<ArgumentException>(() => new VolumeGeometry(new(5, 1, 3), default));
        Should.Throw<ArgumentException>(() =>
            new Volume<byte>(new VolumeGeometry(new(2, 2, 2), Affine.Identity), new byte[7])
        );
    }
}
