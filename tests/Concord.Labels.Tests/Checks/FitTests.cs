using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels.Checks;

namespace Concord.Labels.Tests.Checks;

public sealed class FitTests
{
    private static readonly VolumeGeometry Grid = new(new(9, 7, 5), Affine.FromSpacing(Spacing.Isotropic(2)));

    [Fact]
    public void Is_the_mutual_information_of_the_two()
    {
        // Of independent halves nothing, of equal ones a bit.
        var halves = Painted((x, _, _) => (byte)(x % 2));
        var others = Painted((_, y, _) => (byte)(y % 2));
        Fit.Of(halves, others).ShouldBe(0, 1e-12);
        var p = 4.0 / 9;
        Fit.Of(halves, halves).ShouldBe(-p * Math.Log(p) - (1 - p) * Math.Log(1 - p), 1e-12);
    }

    [Fact]
    public void What_is_not_known_tells_nothing()
    {
        var halves = Painted((x, _, _) => (byte)(x % 2));
        var known = Painted((x, _, z) => z < 2 ? (byte)(x % 2) : ExaminedSubject.NotReached);
        // The same of every voxel that is known: two slices of five.
        Fit.Of(halves, known).ShouldBe(2 / 5.0 * Fit.Of(halves, halves), 1e-12);
    }

    [Fact]
    public void Is_largest_where_a_moved_or_mirrored_one_is_brought_back() =>
        Gen.Select(Gen.Byte[0, 5].Array[9 * 7 * 5], Gen.Int[-2, 2], Gen.Int[-2, 2], Gen.Int[-1, 1], Gen.Bool)
            .Sample(
                (voxels, dx, dy, dz, isMirrored) =>
                {
                    var image = new Volume<byte>(Grid, voxels);
                    byte At(int x, int y, int z) =>
                        (uint)x < 9 && (uint)y < 7 && (uint)z < 5 ? image[x, y, z] : (byte)0;
                    var shift = new Fit.Shift(dx, dy, dz, isMirrored);
                    // What Fit takes for each voxel.
                    var moved = Painted((x, y, z) => At(isMirrored ? 8 - (x - dx) : x - dx, y - dy, z - dz));
                    Fit.Of(image, image, shift).ShouldBe(Fit.Of(image, moved), 1e-12);
                },
                iter: 50
            );

    private static Volume<byte> Painted(Func<int, int, int, byte> value)
    {
        var volume = new Volume<byte>(Grid);
        for (var z = 0; z < 5; z++)
        for (var y = 0; y < 7; y++)
        for (var x = 0; x < 9; x++)
            volume[x, y, z] = value(x, y, z);
        return volume;
    }
}
