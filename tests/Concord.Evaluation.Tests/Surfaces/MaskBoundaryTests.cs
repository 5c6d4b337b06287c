using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using CsCheck;

namespace Concord.Evaluation.Tests.Surfaces;

public sealed class MaskBoundaryTests
{
    [Fact]
    public void Is_what_the_definition_says_voxel_by_voxel()
    {
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 6], Gen.Int[1, 5], Gen.ULong, Gen.Enum<BoundaryRule>())
            .Sample(
                (x, y, z, seed, rule) =>
                {
                    var mask = Masks.Random(new(x, y, z), Spacing.Isotropic(1), seed, 0.7);
                    var boundary = MaskBoundary.Of(mask, rule);
                    for (var i = 0; i < mask.Voxels.Length; i++)
                        boundary.Voxels[i].ShouldBe(IsBoundary(mask, i, rule) ? (byte)1 : (byte)0);
                }
            );
    }

    private static bool IsBoundary(Volume<byte> mask, int i, BoundaryRule rule)
    {
        var size = mask.Size;
        var (x, y, z) = (i % size.X, i / size.X % size.Y, i / (size.X * size.Y));
        if (mask.Voxels[i] == 0)
            return false;
        for (var dz = -1; dz <= 1; dz++)
        for (var dy = -1; dy <= 1; dy++)
        for (var dx = -1; dx <= 1; dx++)
        {
            var faces = Math.Abs(dx) + Math.Abs(dy) + Math.Abs(dz);
            if (rule == BoundaryRule.Faces ? faces != 1 : dz != 0)
                continue;
            var (a, b, c) = (x + dx, y + dy, z + dz);
            var isOnGrid = (uint)a < (uint)size.X && (uint)b < (uint)size.Y && (uint)c < (uint)size.Z;
            if (isOnGrid ? mask[a, b, c] == 0 : rule == BoundaryRule.Faces)
                return true;
        }

        return false;
    }
}
