using Concord.Evaluation.Surfaces;
using Concord.Imaging.Geometry;

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
}
