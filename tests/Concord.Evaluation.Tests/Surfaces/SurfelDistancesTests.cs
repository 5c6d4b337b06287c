using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using CsCheck;

namespace Concord.Evaluation.Tests.Surfaces;

public sealed class SurfelDistancesTests
{
    // Corner by corner, and from each to every other.
    [Fact]
    public void Are_those_between_all_corners_of_both_surfaces_weighed_by_area() =>
        Gen.Select(
                Gen.Select(Gen.Int[1, 9], Gen.Int[1, 8], Gen.Int[1, 6]),
                Gen.Double[0.3, 4].Array[3],
                Gen.OneOf(0.0, 0.02, 0.3, 0.9),
                Gen.OneOf(0.0, 0.02, 0.3, 1.0),
                Gen.ULong
            )
            .Sample(
                (sides, mm, share, other, seed) =>
                {
                    var size = new GridSize(sides.Item1, sides.Item2, sides.Item3);
                    var spacing = new Spacing(mm[0], mm[1], mm[2]);
                    var reference = Masks.Random(size, spacing, seed, share);
                    var prediction = Masks.Random(size, spacing, seed + 1, other);
                    var areas = Surfels.Areas(spacing);
                    var (here, there) = (Surface(reference, areas), Surface(prediction, areas));
                    var found = SurfelDistances.Hausdorff95(reference, prediction);
                    if (here.Count == 0 || there.Count == 0)
                        found.ShouldBe(here.Count == there.Count ? 0 : double.PositiveInfinity);
                    else
                        found.ShouldBe(Math.Max(Percentile(here, there), Percentile(there, here)), 1e-4);
                },
                iter: 200
            );

    private static List<(Point3 At, double Area)> Surface(Volume<byte> mask, double[] areas)
    {
        var corners = new List<(Point3, double)>();
        var (size, spacing) = (mask.Size, mask.Geometry.Spacing);
        for (var z = 0; z <= size.Z; z++)
        for (var y = 0; y <= size.Y; y++)
        for (var x = 0; x <= size.X; x++)
        {
            var code = 0;
            for (var bit = 0; bit < 8; bit++)
            {
                var (i, j, k) = (x - (bit >> 2 & 1), y - (bit >> 1 & 1), z - (bit & 1));
                if (i >= 0 && j >= 0 && k >= 0 && i < size.X && j < size.Y && k < size.Z)
                    code |= mask[i, j, k] << bit;
            }

            if (code is > 0 and < 255)
                corners.Add((new(x * spacing.X, y * spacing.Y, z * spacing.Z), areas[code]));
        }

        return corners;
    }

    private static double Percentile(List<(Point3 At, double Area)> from, List<(Point3 At, double Area)> to)
    {
        var distances = from.Select(a => (to.Min(b => (a.At - b.At).Length), a.Area)).Order().ToList();
        var (whole, sum) = (distances.Sum(d => d.Area), 0.0);
        // Distances that are equal but for rounding come in any order: none of them may decide.
        return distances.First(d => (sum += d.Area) / whole >= 0.95).Item1;
    }
}
