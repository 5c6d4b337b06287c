namespace Concord.Imaging.Tests;

public sealed class Random64Tests
{
    [Fact]
    public void Streams_are_fixed_for_ever()
    {
        var random = new Random64(1, 2, 3);
        ulong[] drawn = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        drawn.ShouldBe([18040738424171647785, 5910573482339901725, 6642834249278833365]);
    }

    [Fact]
    public void Seed_and_every_key_name_another_stream()
    {
        var firsts = new HashSet<ulong>();
        for (ulong seed = 0; seed < 20; seed++)
        for (ulong key = 0; key < 20; key++)
        {
            var random = new Random64(seed, key);
            firsts.Add(random.NextUInt64());
            random = new Random64(seed, key, 0);
            firsts.Add(random.NextUInt64());
        }

        firsts.Count.ShouldBe(800);
        new Random64(1, 2, 3).NextUInt64().ShouldNotBe(new Random64(1, 3, 2).NextUInt64());
    }

    [Fact]
    public void Numbers_are_uniform_and_normal()
    {
        const int Count = 200_000;
        var random = new Random64(7);
        double sum = 0,
            squares = 0,
            normal = 0,
            normalSquares = 0;
        var counts = new int[7];
        for (var i = 0; i < Count; i++)
        {
            var u = random.NextDouble();
            u.ShouldBeInRange(0, 0.9999999999999999);
            sum += u;
            squares += u * u;
            var n = random.NextNormal();
            normal += n;
            normalSquares += n * n;
            counts[random.Next(7)]++;
        }

        // Within five standard errors.
        var error = 5 / Math.Sqrt(Count);
        (sum / Count).ShouldBe(0.5, error * Math.Sqrt(1 / 12.0));
        (squares / Count).ShouldBe(1 / 3.0, error * Math.Sqrt(4 / 45.0));
        (normal / Count).ShouldBe(0, error);
        (normalSquares / Count).ShouldBe(1, error * Math.Sqrt(2));
        counts.ShouldAllBe(c => Math.Abs(c - Count / 7.0) < 5 * Math.Sqrt(Count / 7.0));
    }

    [Fact]
    public void Reaches_both_ends_of_a_range_and_no_further() =>
        Gen.Int[1, 50]
            .Select(Gen.ULong, (n, seed) => (n, seed))
            .Sample(t =>
            {
                var random = new Random64(t.seed);
                var drawn = Enumerable.Range(0, 60 * t.n).Select(_ => random.Next(t.n)).ToList();
                return drawn.Min() == 0 && drawn.Max() == t.n - 1;
            });

    [Fact]
    public void Refuses_an_empty_range() => Should.Throw<ArgumentOutOfRangeException>(() => new Random64(1).Next(0));

    [Fact]
    public void Shuffles_to_every_order()
    {
        var seen = new HashSet<string>();
        for (ulong seed = 0; seed < 200; seed++)
        {
            int[] items = [1, 2, 3, 4];
            new Random64(seed).Shuffle<int>(items);
            items.Order().ShouldBe([1, 2, 3, 4]);
            seen.Add(string.Join(' ', items));
        }

        seen.Count.ShouldBe(24);
    }
}
