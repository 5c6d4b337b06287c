using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Inference;

public sealed class ForegroundTests
{
    // Against every voxel looked at: bright blocks are in the box, and whatever touches one is said to.
    [Fact]
    public void Holds_every_bright_block_and_is_no_wider_than_its_margin()
    {
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[0, 1 << 30])
            .Sample(
                (x, y, z, seed) =>
                {
                    var random = new Concord.Imaging.Random64((ulong)seed);
                    var size = new GridSize(x, y, z);
                    var geometry = new VolumeGeometry(size, Affine.FromSpacing(Spacing.Isotropic(1)));
                    var (air, bright) = (new Half[size.Voxels], new Half[size.Voxels]);
                    Array.Fill(air, (Half)(-3.9f));
                    Array.Fill(bright, (Half)(-3.9f));
                    int[] at = [random.Next(x), random.Next(y), random.Next(z)];
                    // One voxel, as bright as fills its block.
                    bright[at[0] + x * (at[1] + y * at[2])] = (Half)2000f;
                    var image = new PreparedImage("s", new(geometry, geometry.Spacing, mask: null), [air, bright]);
                    var foreground = new Foreground(image, new MedianScale());
                    int[] start = [foreground.Box.X, foreground.Box.Y, foreground.Box.Z];
                    for (var axis = 0; axis < 3; axis++)
                    {
                        var block = at[axis] / 8 * 8;
                        start[axis].ShouldBe(Math.Max(0, block - 16));
                        foreground.Box.Size[axis].ShouldBe(Math.Min(size[axis], block + 24) - start[axis]);
                    }

                    foreground.Touches(new(at[0], at[1], at[2], new(1, 1, 1))).ShouldBeTrue();
                    for (var axis = 0; axis < 3; axis++)
                        foreach (var step in new[] { -32, 32 })
                        {
                            var far = (int[])at.Clone();
                            far[axis] += step;
                            if (far[axis] >= 0 && far[axis] < size[axis])
                                foreground.Touches(new(far[0], far[1], far[2], new(1, 1, 1))).ShouldBeFalse();
                        }
                },
                iter: 200
            );
    }

    [Fact]
    public void A_scan_of_nothing_but_air_is_all_looked_at()
    {
        var geometry = new VolumeGeometry(new(20, 30, 40), Affine.FromSpacing(Spacing.Isotropic(1)));
        var air = new Half[geometry.Size.Voxels];
        Array.Fill(air, (Half)(-4f));
        var foreground = new Foreground(
            new("s", new(geometry, geometry.Spacing, mask: null), [air]),
            new MedianScale()
        );
        foreground.Box.ShouldBe(new(0, 0, 0, geometry.Size));
        foreground.Touches(new(0, 0, 0, new(8, 8, 8))).ShouldBeTrue();
    }
}
