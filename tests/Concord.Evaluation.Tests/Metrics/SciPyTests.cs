using System.Globalization;
using Concord.Evaluation.Metrics;
using Concord.Evaluation.Rules;
using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Tests.Metrics;

/// <summary>The measures of fifty pairs of masks as <c>eng/checks/measures.py</c> computes them with SciPy.</summary>
public sealed class SciPyTests
{
    private static readonly Spacing[] Spacings =
    [
        new(1, 1, 1),
        new(1, 1, 3),
        new(0.958, 0.958, 3),
        new(1.5, 0.75, 1),
        new(2, 2, 2),
    ];
    private static readonly LabelSpace Space = new(["background", "wmh"]);

    [Fact]
    public void Every_measure_agrees_with_SciPy()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "scipy.csv")).Skip(1).ToList();
        rows.Count.ShouldBe(800);
        var largest = 0.0;
        foreach (var group in rows.Select(r => r.Split(',')).GroupBy(r => r[0]))
        {
            var number = ulong.Parse(group.Key, CultureInfo.InvariantCulture);
            foreach (var row in group)
            {
                var value = Measure(number, row[1]);
                var expected = row[2].Length == 0 ? null : (double?)double.Parse(row[2], CultureInfo.InvariantCulture);
                (value is null).ShouldBe(expected is null, $"pair {number}, {row[1]}");
                largest = Math.Max(largest, Math.Abs((value ?? 0) - (expected ?? 0)));
            }
        }

        // Distances are kept in single precision.
        largest.ShouldBeLessThan(1e-5);
    }

    private static double? Measure(ulong number, string metric)
    {
        var pair = Pair(number, metric == "hd95_in_slice" ? BoundaryRule.InSlice : BoundaryRule.Faces);
        return metric switch
        {
            "hd95_in_slice" => MetricCatalog.Find("hd95").Measure(pair),
            "brats_dice" or "brats_hd95" => WholeTumour(pair, metric["brats_".Length..]),
            "brats_lesionwise_dice" => BratsLesions.Of(pair.Reference, pair.Prediction).Dice,
            "brats_lesionwise_hd95" => BratsLesions.Of(pair.Reference, pair.Prediction).Hausdorff95,
            _ => MetricCatalog.Find(metric).Measure(pair),
        };
    }

    // As the rules give it to a user.
    private static double? WholeTumour(StructurePair pair, string metric)
    {
        var rules = RulesCatalog.Find("brats");
        var labels = pair.Reference.With(Array.ConvertAll(pair.Reference.Voxels, v => v == 0 ? 0 : 2));
        var map = CandidateMap.Translate(labels, rules.Labels!.Reference, "labels");
        var classes = Array.ConvertAll(pair.Prediction.Voxels, v => (byte)rules.Labels.Predicted(v == 0 ? 0 : 2));
        return rules.Measure("s", map, classes).Single(s => s.Structure == "wt" && s.Metric == metric).Value;
    }

    private static StructurePair Pair(ulong number, BoundaryRule boundary)
    {
        var random = new Random64(number);
        var isLarge = number >= 40;
        var (edge, fewest) = isLarge ? (30, 8) : (8, 1);
        int[] size = [edge + random.Next(14), edge + random.Next(14), edge + random.Next(14)];
        var spacing = Spacings[random.Next(Spacings.Length)];
        var geometry = new VolumeGeometry(new(size[0], size[1], size[2]), Affine.FromSpacing(spacing));
        var reference = Boxes(ref random, geometry, number % 10 == 3 ? 0 : fewest + random.Next(5), isLarge);
        var isEmpty = number % 10 == 4 || number % 20 == 3;
        var moved = isLarge && !isEmpty ? Moved(ref random, reference) : null;
        var prediction = Boxes(
            ref random,
            geometry,
            isEmpty ? 0
                : moved is null ? fewest + random.Next(5)
                : 2,
            isLarge
        );
        for (var i = 0; i < moved?.Voxels.Length; i++)
            prediction.Voxels[i] |= moved.Voxels[i];
        var protocol = new Protocol(
            Space,
            new Dictionary<int, CandidateSet> { [0] = CandidateSet.Of(0), [1] = CandidateSet.Of(1) }
        );
        var map = CandidateMap.Translate(
            new(geometry, Array.ConvertAll(reference.Voxels, v => (int)v)),
            protocol,
            "labels"
        );
        return StructurePair.Of(map, prediction.Voxels, CandidateSet.Of(1), boundary);
    }

    private static Volume<byte> Moved(ref Random64 random, Volume<byte> mask)
    {
        int[] by = [random.Next(3) - 1, random.Next(3) - 1, random.Next(3) - 1];
        var (size, moved) = (mask.Size, new Volume<byte>(mask.Geometry));
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        for (var x = size.X / 3; x < size.X; x++)
            moved[x, y, z] = mask[
                (x - by[0] + size.X) % size.X,
                (y - by[1] + size.Y) % size.Y,
                (z - by[2] + size.Z) % size.Z
            ];
        return moved;
    }

    private static Volume<byte> Boxes(ref Random64 random, VolumeGeometry geometry, int count, bool isLarge)
    {
        var (least, sides) = isLarge ? (1, 5) : (2, 10);
        var (size, mask) = (geometry.Size, new Volume<byte>(geometry));
        for (var box = 0; box < count; box++)
        {
            int[] low = [random.Next(size.X), random.Next(size.Y), random.Next(size.Z)];
            var high = new int[3];
            for (var axis = 0; axis < 3; axis++)
                high[axis] = Math.Min(size[axis] - 1, low[axis] + least + random.Next(sides));
            for (var z = low[2]; z <= high[2]; z++)
            for (var y = low[1]; y <= high[1]; y++)
            for (var x = low[0]; x <= high[0]; x++)
                mask[x, y, z] = 1;
        }

        return mask;
    }
}
