using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Filters;

public sealed class DilationTests
{
    private static readonly VolumeGeometry Grid = new(new(9, 8, 7), Affine.FromSpacing(Spacing.Isotropic(1)));

    [Theory]
    [InlineData(Connectivity.Six, 1)]
    [InlineData(Connectivity.Eighteen, 2)]
    [InlineData(Connectivity.TwentySix, 3)]
    public void Takes_every_voxel_that_differs_from_one_by_one_step_along_so_many_axes(Connectivity kind, int axes) =>
        Gen.Int[0, (int)Grid.Size.Voxels - 1]
            .Array[1, 6]
            .Sample(
                places =>
                {
                    var mask = new Volume<byte>(Grid);
                    foreach (var place in places)
                        mask.Voxels[place] = 1;
                    var grown = Dilation.Of(mask, kind);
                    for (var z = 0; z < 7; z++)
                    for (var y = 0; y < 8; y++)
                    for (var x = 0; x < 9; x++)
                    {
                        var expected = places.Any(p =>
                        {
                            int[] d = [p % 9 - x, p / 9 % 8 - y, p / 72 - z];
                            return d.All(v => Math.Abs(v) <= 1) && d.Sum(Math.Abs) <= axes;
                        });
                        (grown[x, y, z] == 1).ShouldBe(expected, $"{x} {y} {z}");
                    }
                },
                iter: 30
            );

    [Fact]
    public void Repeats()
    {
        var mask = new Volume<byte>(Grid);
        mask[4, 4, 3] = 1;
        var twice = Dilation.Of(mask, Connectivity.Eighteen, 2);
        twice.Voxels.ShouldBe(Dilation.Of(Dilation.Of(mask, Connectivity.Eighteen), Connectivity.Eighteen).Voxels);
        Dilation.Of(mask, Connectivity.Six, 0).Voxels.ShouldBe(mask.Voxels);
    }
}
