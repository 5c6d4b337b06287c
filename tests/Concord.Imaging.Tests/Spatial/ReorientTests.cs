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
    public void Voxels_keep_their_place_when_axes_lie_midway_between_two_letters()
    {
        // Turned by 45°, an axis may be called either of two letters, and a grid and its reorientation need not agree.
        const double Half = Math.PI / 4;
        foreach (var turns in new double[][] { [Half, 0, 0], [0, Half, 0], [0, 0, Half], [0, 0, -Half] })
        {
            var geometry = new VolumeGeometry(new(3, 4, 5), Some.Turned(turns, new(1, 1, 1), [3, -2, 1]));
            var volume = Some.Numbered(geometry);
            foreach (var orientation in Orientation.All)
            {
                var turned = Reorient.To(volume, orientation);
                var toVolume = geometry.Affine.Inverse().Compose(turned.Geometry.Affine);
                foreach (var (x, y, z) in Some.Indices(turned.Size))
                {
                    var p = toVolume.Apply(new(x, y, z));
                    turned[x, y, z].ShouldBe(volume[(int)Math.Round(p.X), (int)Math.Round(p.Y), (int)Math.Round(p.Z)]);
                }

                Reorient.Back(turned, geometry).Voxels.ShouldBe(volume.Voxels);
            }
        }
    }

    [Fact]
    public void Back_refuses_a_volume_that_lies_elsewhere()
    {
        var volume = Some.Numbered(new(new(3, 4, 5), Affine.Identity));
        var turned = Reorient.To(volume, Orientation.Parse("LPS"));
        var moved = new VolumeGeometry(volume.Size, Affine.Identity with { M03 = 0.5 });
        Should.Throw<ArgumentException>(() => Reorient.Back(turned, moved));
    }

    [Theory]
    [InlineData("SAR")]
    [InlineData("ARS")]
    [InlineData("IPL")]
    public void Works_on_planes_larger_than_a_tile(string code)
    {
        var volume = Some.Numbered(new(new(70, 37, 41), Affine.Identity));
        var turned = Reorient.To(volume, Orientation.Parse(code));
        var toVolume = turned.Geometry.Affine;
        foreach (var (x, y, z) in Some.Indices(turned.Size))
        {
            var p = toVolume.Apply(new(x, y, z));
            if (turned[x, y, z] != volume[(int)p.X, (int)p.Y, (int)p.Z])
                Assert.Fail($"Voxel {x} {y} {z} is lost.");
        }
    }

    [Fact]
    public void Works_on_thin_planes()
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
