using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using CsCheck;

namespace Concord.Evaluation.Tests.Surfaces;

public sealed class SurfaceDistancesTests
{
    private static readonly GridSize Size = new(20, 20, 20);
    private static readonly Spacing Anisotropic = new(1, 1, 3);

    [Fact]
    public void Of_two_single_voxels_are_their_distance_in_mm()
    {
        var a = Masks.Boxes(Size, Anisotropic, ([5, 5, 5], [5, 5, 5]));
        var b = Masks.Boxes(Size, Anisotropic, ([5, 9, 6], [5, 9, 6]));
        var distances = SurfaceDistances.Of(a, b, BoundaryRule.Faces)!;
        distances.Hausdorff95.ShouldBe(5, 1e-6);
        distances.Average.ShouldBe(5, 1e-6);
    }

    [Fact]
    public void Of_a_mask_and_itself_are_zero()
    {
        var mask = Masks.Random(Size, Anisotropic, 3, 0.2);
        var distances = SurfaceDistances.Of(mask, mask, BoundaryRule.InSlice)!;
        distances.Hausdorff95.ShouldBe(0);
        distances.Average.ShouldBe(0);
    }

    [Fact]
    public void A_slab_moved_by_two_voxels_lies_two_voxels_away()
    {
        // As large as the grid: its edges aren't boundaries in a slice, its two faces are those of every voxel's neighbour.
        var a = Masks.Boxes(Size, Spacing.Isotropic(1.5), ([4, 0, 0], [4, 19, 19]));
        var b = Masks.Boxes(Size, Spacing.Isotropic(1.5), ([6, 0, 0], [6, 19, 19]));
        SurfaceDistances.Of(a, b, BoundaryRule.InSlice)!.Hausdorff95.ShouldBe(3, 1e-6);
        SurfaceDistances.Of(a, b, BoundaryRule.Faces)!.Average.ShouldBe(3, 1e-6);
    }

    // From every voxel of a boundary to every one of the other, in double precision; a few voxels, many, and blobs.
    [Fact]
    public void Are_those_between_all_voxels_of_both_boundaries() =>
        Gen.Select(
                Gen.Select(Gen.Int[1, 14], Gen.Int[1, 12], Gen.Int[1, 9]),
                Gen.Double[0.3, 4].Array[3],
                Gen.OneOf(0.01, 0.1, 0.6, 0.95),
                Gen.Enum<BoundaryRule>(),
                Gen.ULong
            )
            .Sample(
                (sides, mm, share, rule, seed) =>
                {
                    var size = new GridSize(sides.Item1, sides.Item2, sides.Item3);
                    var spacing = new Spacing(mm[0], mm[1], mm[2]);
                    var reference = Masks.Random(size, spacing, seed, share);
                    var prediction = Masks.Random(size, spacing, seed + 1, share);
                    var (here, there) = (
                        Places(MaskBoundary.Of(reference, rule)),
                        Places(MaskBoundary.Of(prediction, rule))
                    );
                    var found = SurfaceDistances.Of(reference, prediction, rule);
                    if (here.Count == 0 || there.Count == 0)
                    {
                        found.ShouldBeNull();
                        return;
                    }

                    var (from, to) = (Nearest(here, there), Nearest(there, here));
                    found!.Hausdorff95.ShouldBe(Math.Max(Percentile95(from), Percentile95(to)), 1e-5);
                    found.Average.ShouldBe(from.Concat(to).Average(), 1e-5);
                },
                iter: 300
            );

    [Fact]
    public void There_are_none_to_nothing()
    {
        var mask = Masks.Boxes(Size, Anisotropic, ([5, 5, 5], [6, 6, 6]));
        var nothing = mask.With(new byte[mask.Voxels.Length]);
        SurfaceDistances.Of(mask, nothing, BoundaryRule.Faces).ShouldBeNull();
        SurfaceDistances.Of(nothing, mask, BoundaryRule.Faces).ShouldBeNull();
        // A mask that fills every slice has no boundary in it.
        var full = mask.With(Enumerable.Repeat((byte)1, mask.Voxels.Length).ToArray());
        SurfaceDistances.Of(full, mask, BoundaryRule.InSlice).ShouldBeNull();
    }

    private static List<Point3> Places(Volume<byte> mask) =>
        [
            .. Enumerable
                .Range(0, mask.Voxels.Length)
                .Where(i => mask.Voxels[i] != 0)
                .Select(i =>
                    mask.Geometry.Affine.Apply(
                        new(i % mask.Size.X, i / mask.Size.X % mask.Size.Y, i / (mask.Size.X * mask.Size.Y))
                    )
                ),
        ];

    private static List<double> Nearest(List<Point3> from, List<Point3> to) =>
        [.. from.Select(a => to.Min(b => (a - b).Length)).Order()];

    // As numpy's, between order statistics.
    private static double Percentile95(List<double> sorted)
    {
        var at = 0.95 * (sorted.Count - 1);
        var low = (int)at;
        var high = Math.Min(low + 1, sorted.Count - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
