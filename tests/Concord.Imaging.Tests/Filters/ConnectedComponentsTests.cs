using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Filters;

public sealed class ConnectedComponentsTests
{
    private static readonly Gen<Volume<byte>> Masks =
        from size in Gen.Select(Gen.Int[1, 9], Gen.Int[1, 7], Gen.Int[1, 6])
        from share in Gen.Int[0, 5].Select(i => new[] { 0.0, 0.1, 0.25, 0.5, 0.8, 1.0 }[i])
        from values in Gen.Double[0, 1].Array[size.Item1 * size.Item2 * size.Item3]
        select new Volume<byte>(
            new(new(size.Item1, size.Item2, size.Item3), Affine.FromSpacing(new(1, 2, 3))),
            Array.ConvertAll(values, v => (byte)(v < share ? 7 : 0))
        );

    [Theory]
    [InlineData(Connectivity.Six, 1)]
    [InlineData(Connectivity.Eighteen, 2)]
    [InlineData(Connectivity.TwentySix, 3)]
    public void Labels_what_a_flood_reaches_in_the_order_of_first_voxels(Connectivity connectivity, int steps) =>
        Masks.Sample(
            mask =>
            {
                var components = ConnectedComponents.Label(mask, connectivity);
                var (labels, counts) = Flood(mask, steps);
                components.Labels.Geometry.ShouldBe(mask.Geometry);
                components.Labels.Voxels.SequenceEqual(labels).ShouldBeTrue();
                components.VoxelCounts.SequenceEqual(counts).ShouldBeTrue();
                components.Count.ShouldBe(counts.Count - 1);
            },
            iter: 400
        );

    [Fact]
    public void Counts_those_that_another_mask_touches() =>
        Gen.Select(Masks, Gen.ULong)
            .Sample(
                (mask, seed) =>
                {
                    var random = new Random64(seed);
                    var other = mask.With(Array.ConvertAll(mask.Voxels, _ => (byte)(random.Next(6) == 0 ? 3 : 0)));
                    foreach (var connectivity in Enum.GetValues<Connectivity>())
                    {
                        var components = ConnectedComponents.Label(mask, connectivity);
                        var touched = components.Labels.Voxels.Where((l, i) => l > 0 && other.Voxels[i] != 0);
                        ConnectedComponents
                            .Touched(mask, other, connectivity)
                            .ShouldBe((components.Count, touched.Distinct().Count()));
                    }
                },
                iter: 200
            );

    [Fact]
    public void Two_voxels_that_meet_at_an_edge_or_a_corner_are_one_or_two()
    {
        var edge = new Volume<byte>(new(new(4, 4, 4), Affine.Identity));
        (edge[1, 1, 1], edge[1, 2, 2]) = (1, 1);
        Counts(edge).ShouldBe([2, 1, 1]);
        var corner = new Volume<byte>(new(new(4, 4, 4), Affine.Identity));
        (corner[2, 2, 1], corner[1, 1, 2]) = (1, 1);
        Counts(corner).ShouldBe([2, 2, 1]);

        static int[] Counts(Volume<byte> mask) =>
            [.. Enum.GetValues<Connectivity>().Select(c => ConnectedComponents.Label(mask, c).Count)];
    }

    [Fact]
    public void A_comb_is_one_component_though_its_teeth_meet_last()
    {
        var mask = new Volume<byte>(new(new(2001, 3, 1), Affine.Identity));
        for (var x = 0; x < 2001; x += 2)
            mask[x, 0, 0] = mask[x, 1, 0] = 1;
        mask.Row(2, 0).Fill(1);
        var components = ConnectedComponents.Label(mask, Connectivity.Six);
        components.VoxelCounts.ShouldBe([2000, 2 * 1001 + 2001]);
        components.Labels.Voxels.Max().ShouldBe(1);
    }

    // Neighbours differ by at most 1 along each axis, and along so many axes.
    private static (int[] Labels, List<int> Counts) Flood(Volume<byte> mask, int steps)
    {
        var offsets = (
            from i in Some.Indices(new(3, 3, 3))
            let o = (X: i.X - 1, Y: i.Y - 1, Z: i.Z - 1)
            where Math.Abs(o.X) + Math.Abs(o.Y) + Math.Abs(o.Z) <= steps
            select o
        ).ToList();
        var labels = new int[mask.Voxels.Length];
        List<int> counts = [mask.Voxels.Count(v => v == 0)];
        foreach (var start in Some.Indices(mask.Size))
        {
            if (mask[start.X, start.Y, start.Z] == 0 || labels[mask.Index(start.X, start.Y, start.Z)] != 0)
                continue;
            var open = new Stack<(int X, int Y, int Z)>([start]);
            labels[mask.Index(start.X, start.Y, start.Z)] = counts.Count;
            counts.Add(0);
            while (open.TryPop(out var at))
            {
                counts[^1]++;
                foreach (var o in offsets)
                {
                    var (x, y, z) = (at.X + o.X, at.Y + o.Y, at.Z + o.Z);
                    if ((uint)x >= mask.Size.X || (uint)y >= mask.Size.Y || (uint)z >= mask.Size.Z)
                        continue;
                    ref var label = ref labels[mask.Index(x, y, z)];
                    if (mask[x, y, z] == 0 || label != 0)
                        continue;
                    label = counts.Count - 1;
                    open.Push((x, y, z));
                }
            }
        }

        return (labels, counts);
    }
}
