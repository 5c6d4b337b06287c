using Concord.Evaluation.Metrics;
using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Tests.Metrics;

public sealed class MetricCatalogTests
{
    private static readonly LabelSpace Space = new(["background", "gm", "wm", "wmh"]);

    // Voxels of 10 mm, which hold 1 ml: 0 is anything but a lesion, 1 a lesion, 2 unusable.
    private static readonly Protocol Lesions = new(
        Space,
        new Dictionary<int, CandidateSet>
        {
            [0] = CandidateSet.Of(0, 1, 2),
            [1] = CandidateSet.Of(3),
            [2] = Space.All,
        }
    );

    [Fact]
    public void Every_metric_of_a_row_of_voxels()
    {
        // Two lesions of which one is found, one that isn't there, and one where nobody knows.
        var pair = Pair([1, 1, 0, 1, 0, 0, 0, 2], [3, 0, 0, 0, 0, 3, 1, 3]);
        Value("dice").ShouldBe(2.0 / 5);
        Value("hd95")!.Value.ShouldBe(19, 1e-4);
        Value("avd")!.Value.ShouldBe(100.0 / 3, 1e-9);
        Value("volume_similarity")!.Value.ShouldBe(0.8, 1e-12);
        Value("lesion_recall").ShouldBe(0.5);
        Value("lesion_precision").ShouldBe(0.5);
        Value("lesion_f1").ShouldBe(0.5);
        Value("false_positive_ml").ShouldBeNull();
        Value("volume_ml")!.Value.ShouldBe(3, 1e-9);
        Value("reference_volume_ml")!.Value.ShouldBe(3, 1e-9);

        double? Value(string name) => MetricCatalog.Find(name).Measure(pair);
    }

    [Fact]
    public void What_is_undefined_without_the_structure_is_null()
    {
        var nowhere = Pair([0, 0, 2], [0, 1, 3]);
        var spurious = Pair([0, 0, 2], [3, 1, 3]);
        foreach (var name in new[] { "dice", "hd95", "assd", "avd", "volume_similarity" })
            MetricCatalog.Find(name).Measure(nowhere).ShouldBeNull(name);
        MetricCatalog.Find("dice").Measure(spurious).ShouldBe(0);
        MetricCatalog.Find("avd").Measure(spurious).ShouldBeNull();
        MetricCatalog.Find("false_positive_ml").Measure(spurious)!.Value.ShouldBe(1, 1e-9);
        MetricCatalog.Find("lesion_precision").Measure(spurious).ShouldBe(0);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Should
            .Throw<BadInputException>(() => MetricCatalog.Find("dise", "--metrics"))
            .Message.ShouldStartWith("--metrics: unknown 'dise' (known: dice, hd95, assd");

    private static StructurePair Pair(int[] reference, byte[] prediction)
    {
        var geometry = new VolumeGeometry(new(reference.Length, 1, 1), Affine.FromSpacing(Spacing.Isotropic(10)));
        var map = CandidateMap.Translate(new(geometry, reference), Lesions, "labels");
        return StructurePair.Of(map, prediction, CandidateSet.Of(3), BoundaryRule.Faces);
    }
}
