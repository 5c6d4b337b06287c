using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Filters;

public sealed class NearestDistancesTests
{
    // Rows shorter and longer than words, masks with hardly a voxel and with many, on grids with unequal voxels.
    private static readonly Gen<(Volume<byte> From, Volume<byte> To)> Pairs =
        from size in Gen.Select(Gen.Int[1, 150], Gen.Int[1, 40], Gen.Int[1, 40])
        from affine in Some.Affine
        from seed in Gen.ULong
        from shares in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3])
        select (
            Mask(new(new(size.Item1, size.Item2, size.Item3), affine), seed, shares.Item1),
            Mask(new(new(size.Item1, size.Item2, size.Item3), affine), seed + 1, shares.Item2)
        );

    [Fact]
    public void Are_those_of_the_transform_of_the_whole_grid() =>
        Pairs.Sample(
            pair =>
            {
                var map = DistanceTransform.ToNearest(pair.To).Voxels;
                var expected = map.Where((_, i) => pair.From.Voxels[i] != 0).Order().ToList();
                var found = NearestDistances.Between(pair.From, pair.To).Order().ToList();
                found.Count.ShouldBe(expected.Count);
                for (var i = 0; i < found.Count; i++)
                    if (found[i] != expected[i] && !(Math.Abs(found[i] - expected[i]) <= 1e-5 * expected[i]))
                        Assert.Fail($"{found[i]}, not {expected[i]}, of {pair.From.Geometry.Spacing}");
            },
            iter: 150
        );

    // Beyond the rings that are looked at first: a few voxels look on, for many the whole grid is transformed.
    [Theory]
    [InlineData(3)]
    [InlineData(4000)]
    public void Whoever_is_far_is_found_too(int count)
    {
        var grid = new VolumeGeometry(new(90, 80, 70), Affine.FromSpacing(new(1, 1.25, 2)));
        var (from, to) = (new Volume<byte>(grid), new Volume<byte>(grid));
        to[88, 79, 69] = 1;
        for (var i = 0; i < count; i++)
            from.Voxels[i] = 1;
        var found = NearestDistances.Between(from, to);
        found.Length.ShouldBe(count);
        var expected = Enumerable
            .Range(0, count)
            .Select(i => new Point3(88 - i % 90, 1.25 * (79 - i / 90 % 80), 138 - 2 * (i / 7200)).Length);
        found.Order().Zip(expected.Order()).ShouldAllBe(d => Math.Abs(d.First - d.Second) < 1e-4);
        NearestDistances.Between(from, to, threads: 1).ShouldBe(found);
    }

    [Fact]
    public void Nothing_is_infinitely_far_and_nobody_asks_in_vain()
    {
        var grid = new VolumeGeometry(new(70, 3, 2), Affine.Identity);
        var (none, one) = (new Volume<byte>(grid), new Volume<byte>(grid));
        one[65, 1, 1] = 9;
        NearestDistances.Between(one, none).ShouldBe([float.PositiveInfinity]);
        NearestDistances.Between(none, one).ShouldBeEmpty();
        NearestDistances.Between(one, one).ShouldBe([0]);
    }

    private static Volume<byte> Mask(VolumeGeometry grid, ulong seed, int share)
    {
        var random = new Random64(seed);
        var mask = new Volume<byte>(grid);
        var part = new[] { 0.00005, 0.002, 0.05, 0.4 }[share];
        foreach (ref var voxel in mask.Voxels.AsSpan())
            voxel = (byte)(random.NextDouble() < part ? 2 : 0);
        return mask;
    }
}
