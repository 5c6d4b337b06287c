using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Tests.Spatial;

public sealed class ReorientTests
{
    [Fact]
    public void Every_voxel_keeps_its_place_in_the_world() =>
        Some.Geometry.Sample(
            geometry =>
            {
                var volume = Some.Numbered(geometry);
                foreach (var orientation in Orientation.All)
                {
                    var turned = Reorient.To(volume, orientation);
                    turned.Geometry.Orientation.ShouldBe(orientation);
                    turned.Geometry.VoxelVolume.ShouldBe(geometry.VoxelVolume, 1e-9);
                    var back = geometry.Affine.Inverse().Compose(turned.Geometry.Affine);
                    foreach (var (x, y, z) in Some.Indices(turned.Size))
                    {
                        var p = back.Apply(new(x, y, z));
                        var (i, j, k) = ((int)Math.Round(p.X), (int)Math.Round(p.Y), (int)Math.Round(p.Z));
                        if ((p - new Point3(i, j, k)).Length > 1e-6 || turned[x, y, z] != volume[i, j, k])
                            Assert.Fail($"{orientation}: voxel {x} {y} {z} came from {p}.");
                    }
                }
            },
            iter: 20
        );

    [Fact]
    public void Back_gives_the_same_voxels_on_the_same_geometry() =>
        Some.Geometry.Sample(
            geometry =>
            {
                var volume = Some.Numbered(geometry);
                foreach (var orientation in Orientation.All)
                {
                    var back = Reorient.Back(Reorient.To(volume, orientation), geometry);
                    back.Geometry.ShouldBeSameAs(geometry);
                    back.Voxels.SequenceEqual(volume.Voxels).ShouldBeTrue();
                }
            },
            iter: 20
        );

    [Fact]
    public void Works_on_planes_larger_than_a_tile()
    {
        var volume = Some.Numbered(new(new(70, 3, 41), Affine.Identity));
        var turned = Reorient.To(volume, Orientation.Parse("SPR"));
        turned.Size.ShouldBe(new GridSize(41, 3, 70));
        foreach (var (x, y, z) in Some.Indices(volume.Size))
            if (turned[z, 2 - y, x] != volume[x, y, z])
                Assert.Fail($"Voxel {x} {y} {z} is lost.");
    }

    [Fact]
    public void Returns_the_volume_itself_when_nothing_changes()
    {
        var volume = Some.Numbered(new(new(3, 4, 5), Affine.Identity));
        Reorient.To(volume, Orientation.Ras).ShouldBeSameAs(volume);
    }

    [Fact]
    public void Back_refuses_another_volume()
    {
        var volume = Some.Numbered(new(new(3, 4, 5), Affine.Identity));
        Should.Throw<ArgumentException>(() => Reorient.Back(volume, new(new(3, 4, 6), Affine.Identity)));
    }
}
