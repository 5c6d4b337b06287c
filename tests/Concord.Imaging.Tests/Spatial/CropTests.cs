using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Tests.Spatial;

public sealed class CropTests
{
    private static readonly Gen<(VolumeGeometry Whole, Box Box)> Boxes = Gen.Select(
        Some.Geometry,
        Gen.Double[0, 0.999].Array[6],
        (geometry, f) =>
        {
            int Low(int axis) => (int)(f[axis] * geometry.Size[axis]);
            int Side(int axis) => 1 + (int)(f[3 + axis] * (geometry.Size[axis] - Low(axis)));
            return (geometry, new Box(Low(0), Low(1), Low(2), new(Side(0), Side(1), Side(2))));
        }
    );

    [Fact]
    public void Voxels_of_a_box_keep_their_place_in_the_world() =>
        Boxes.Sample(
            (whole, box) =>
            {
                var volume = Some.Numbered(whole);
                var part = Crop.To(volume, box);
                part.Size.ShouldBe(box.Size);
                foreach (var (x, y, z) in Some.Indices(box.Size))
                {
                    part[x, y, z].ShouldBe(volume[x + box.X, y + box.Y, z + box.Z]);
                    var there = whole.Affine.Apply(new(x + box.X, y + box.Y, z + box.Z));
                    (part.Geometry.Affine.Apply(new(x, y, z)) - there).Length.ShouldBeLessThan(1e-9);
                }
            }
        );

    [Fact]
    public void Back_fills_the_rest() =>
        Boxes.Sample(
            (whole, box) =>
            {
                var volume = Some.Numbered(whole);
                var back = Crop.Back(Crop.To(volume, box), whole, box, -1);
                back.Geometry.ShouldBeSameAs(whole);
                foreach (var (x, y, z) in Some.Indices(whole.Size))
                {
                    var (i, j, k) = (x - box.X, y - box.Y, z - box.Z);
                    var isInside = i >= 0 && i < box.Size.X && j >= 0 && j < box.Size.Y && k >= 0 && k < box.Size.Z;
                    back[x, y, z].ShouldBe(isInside ? volume[x, y, z] : -1);
                }
            }
        );

    [Fact]
    public void Content_holds_what_is_not_zero()
    {
        var volume = new Volume<byte>(new VolumeGeometry(new(9, 8, 7), Affine.Identity));
        volume[2, 3, 4] = 1;
        volume[5, 3, 6] = 1;
        Crop.Content(volume, 0).ShouldBe(new Box(2, 3, 4, new(4, 1, 3)));
        Crop.Content(volume, 1).ShouldBe(new Box(1, 2, 3, new(6, 3, 4)));
        Crop.Content(volume, 99).ShouldBe(new Box(0, 0, 0, volume.Size));
    }

    [Fact]
    public void Content_of_nothing_is_everything()
    {
        var volume = new Volume<float>(new VolumeGeometry(new(3, 4, 5), Affine.Identity));
        Crop.Content(volume, 0).ShouldBe(new Box(0, 0, 0, volume.Size));
        Crop.To(volume, Crop.Content(volume, 0)).Geometry.ShouldBeSameAs(volume.Geometry);
    }

    [Fact]
    public void Back_refuses_a_volume_of_another_size()
    {
        var volume = Some.Numbered(new(new(3, 4, 5), Affine.Identity));
        Should.Throw<ArgumentException>(() => Crop.Back(volume, volume.Geometry, new Box(0, 0, 0, new(3, 4, 4)), 0));
    }
}
