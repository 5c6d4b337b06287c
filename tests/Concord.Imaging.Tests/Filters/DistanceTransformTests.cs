using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Filters;

public sealed class DistanceTransformTests
{
    // From masks with hardly a voxel to masks that are nearly full, on turned grids with unequal voxels.
    private static readonly Gen<Volume<byte>> Masks =
        from size in Gen.Select(Gen.Int[1, 19], Gen.Int[1, 9], Gen.Int[1, 9])
        from affine in Some.Affine
        from share in Gen.Int[0, 3].Select(i => new[] { 0.02, 0.2, 0.5, 0.97 }[i])
        from values in Gen.Double[0, 1].Array[size.Item1 * size.Item2 * size.Item3]
        select new Volume<byte>(
            new(new(size.Item1, size.Item2, size.Item3), affine),
            Array.ConvertAll(values, v => (byte)(v < share ? 3 : 0))
        );

    [Fact]
    public void Gives_the_distance_in_world_space_to_the_nearest_voxel_centre() =>
        Masks.Sample(mask => Compare(DistanceTransform.ToNearest(mask), Nearest(mask, isSet: true)), iter: 150);

    [Fact]
    public void Depth_is_the_distance_to_what_is_not_of_the_mask() =>
        Masks.Sample(mask => Compare(DistanceTransform.Depth(mask), Nearest(mask, isSet: false)), iter: 150);

    [Fact]
    public void Signed_distances_run_to_the_other_side() =>
        Masks.Sample(
            mask =>
            {
                var (toSet, toZero) = (Nearest(mask, isSet: true), Nearest(mask, isSet: false));
                var expected = toSet.Zip(toZero, (set, zero) => set == 0 ? -zero : set);
                Compare(DistanceTransform.Signed(mask), [.. expected]);
            },
            iter: 100
        );

    [Fact]
    public void An_empty_mask_is_infinitely_far_and_a_full_one_nowhere_outside()
    {
        var mask = new Volume<byte>(new(new(20, 3, 4), Affine.Identity));
        DistanceTransform.ToNearest(mask).Voxels.ShouldAllBe(d => d == float.PositiveInfinity);
        DistanceTransform.Signed(mask).Voxels.ShouldAllBe(d => d == float.PositiveInfinity);
        Array.Fill(mask.Voxels, (byte)1);
        DistanceTransform.ToNearest(mask).Voxels.ShouldAllBe(d => d == 0);
        DistanceTransform.Signed(mask).Voxels.ShouldAllBe(d => d == float.NegativeInfinity);
    }

    [Fact]
    public void A_ball_is_as_far_as_its_radius_says()
    {
        var mask = new Volume<byte>(new(new(60, 50, 40), Affine.FromSpacing(new(1, 1.25, 1.5))));
        mask[30, 25, 20] = 1;
        var distance = DistanceTransform.ToNearest(mask);
        foreach (var (x, y, z) in Some.Indices(mask.Size))
        {
            var d = new Point3(x - 30, 1.25 * (y - 25), 1.5 * (z - 20)).Length;
            if (Math.Abs(distance[x, y, z] - d) > 1e-5)
                Assert.Fail($"Voxel {x} {y} {z}: {distance[x, y, z]}, not {d}.");
        }
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        var mask = new Volume<byte>(new(new(37, 23, 19), Affine.FromSpacing(new(0.7, 1, 3))));
        var random = new Random64(4);
        foreach (ref var voxel in mask.Voxels.AsSpan())
            voxel = (byte)(random.NextDouble() < 0.01 ? 1 : 0);
        var one = DistanceTransform.Signed(mask, threads: 1).Voxels;
        one.SequenceEqual(DistanceTransform.Signed(mask, threads: 3).Voxels).ShouldBeTrue();
        one.SequenceEqual(DistanceTransform.Signed(mask).Voxels).ShouldBeTrue();
    }

    private static double[] Nearest(Volume<byte> mask, bool isSet)
    {
        Point3[] all = [.. Some.Indices(mask.Size).Select(i => mask.Geometry.Affine.Apply(new(i.X, i.Y, i.Z)))];
        Point3[] targets = [.. all.Where((_, i) => mask.Voxels[i] != 0 == isSet)];
        var nearest = new double[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            nearest[i] = double.PositiveInfinity;
            if (mask.Voxels[i] != 0 == isSet)
                nearest[i] = 0;
            else
                foreach (var target in targets)
                    nearest[i] = Math.Min(nearest[i], (target - all[i]).Length);
        }

        return nearest;
    }

    private static void Compare(Volume<float> actual, double[] expected)
    {
        for (var i = 0; i < expected.Length; i++)
            if (actual.Voxels[i] != expected[i] && !(Math.Abs(actual.Voxels[i] - expected[i]) < 1e-4))
                Assert.Fail($"Voxel {i}: {actual.Voxels[i]}, not {expected[i]}.");
    }
}
