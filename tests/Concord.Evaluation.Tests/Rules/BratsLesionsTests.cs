using Concord.Evaluation.Rules;
using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using CsCheck;

namespace Concord.Evaluation.Tests.Rules;

public sealed class BratsLesionsTests
{
    // The challenge's script goes over the whole image for each lesion; so does this.
    [Fact]
    public void Are_what_the_whole_image_says_of_each_lesion() =>
        Gen.Select(
                Gen.Select(Gen.Int[8, 40], Gen.Int[8, 34], Gen.Int[4, 20]),
                Gen.Double[0.8, 2].Array[3],
                Gen.Int[0, 7],
                Gen.Int[0, 7],
                Gen.ULong
            )
            .Sample(
                (sides, mm, lesions, answers, seed) =>
                {
                    var size = new GridSize(sides.Item1, sides.Item2, sides.Item3);
                    var grid = new VolumeGeometry(size, Affine.FromSpacing(new(mm[0], mm[1], mm[2])));
                    var random = new Random64(seed);
                    var (reference, prediction) = (new Volume<byte>(grid), new Volume<byte>(grid));
                    for (var i = 0; i < lesions; i++)
                        Paint(reference, random, 1 + random.Next(6));
                    for (var i = 0; i < answers; i++)
                        Paint(prediction, random, 1 + random.Next(6));
                    var (found, expected) = (BratsLesions.Of(reference, prediction), OneByOne(reference, prediction));
                    (found.Found, found.Missed, found.False).ShouldBe(
                        (expected.Found, expected.Missed, expected.False)
                    );
                    found.Dice.ShouldBe(expected.Dice, 1e-12);
                    found.Hausdorff95.ShouldBe(expected.Hausdorff95, 1e-9);
                },
                iter: 150
            );

    private static BratsLesions OneByOne(Volume<byte> reference, Volume<byte> prediction)
    {
        var grown = ConnectedComponents.Label(Dilation.Of(reference, Connectivity.Eighteen, 3), Connectivity.TwentySix);
        var predicted = ConnectedComponents.Label(prediction, Connectivity.TwentySix);
        var touched = new HashSet<int>();
        var (dice, distance, found, missed) = (0.0, 0.0, 0, 0);
        for (var lesion = 1; lesion <= grown.Count; lesion++)
        {
            var own = Where(reference, i => reference.Voxels[i] != 0 && grown.Labels.Voxels[i] == lesion);
            var near = Dilation.Of(own, Connectivity.Eighteen, 3);
            var touching = Enumerable
                .Range(0, near.Voxels.Length)
                .Where(i => near.Voxels[i] != 0 && predicted.Labels.Voxels[i] != 0)
                .Select(i => predicted.Labels.Voxels[i])
                .ToHashSet();
            touched.UnionWith(touching);
            double volume = own.Voxels.Count(v => v != 0);
            if (volume * own.Geometry.VoxelVolume <= 50)
                continue;
            (found, missed) = touching.Count > 0 ? (found + 1, missed) : (found, missed + 1);
            var answer = Where(reference, i => touching.Contains(predicted.Labels.Voxels[i]));
            var both = own.Voxels.Zip(answer.Voxels).Count(v => v.First + v.Second == 2);
            dice += 2 * both / (volume + answer.Voxels.Count(v => v != 0));
            var apart = SurfelDistances.Hausdorff95(own, answer);
            distance += double.IsInfinity(apart) ? 374 : apart;
        }

        var wrong = predicted.Count - touched.Count;
        var counted = found + missed + wrong;
        return counted == 0
            ? new(1, 0, 0, 0, 0)
            : new(dice / counted, (distance + 374.0 * wrong) / counted, found, missed, wrong);
    }

    private static Volume<byte> Where(Volume<byte> grid, Func<int, bool> isIn) =>
        grid.With([.. Enumerable.Range(0, grid.Voxels.Length).Select(i => isIn(i) ? (byte)1 : (byte)0)]);

    // A box somewhere, which may reach beyond the border.
    private static void Paint(Volume<byte> mask, Random64 random, int side)
    {
        var (x, y, z) = (random.Next(mask.Size.X), random.Next(mask.Size.Y), random.Next(mask.Size.Z));
        for (var k = z; k < Math.Min(mask.Size.Z, z + side); k++)
        for (var j = y; j < Math.Min(mask.Size.Y, y + side); j++)
        for (var i = x; i < Math.Min(mask.Size.X, x + side); i++)
            mask[i, j, k] = 1;
    }
}
