using Concord.Evaluation.Rules;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Tests.Rules;

public sealed class ChallengeRulesTests
{
    private static readonly VolumeGeometry Grid = new(new(12, 10, 4), Affine.FromSpacing(new(1, 1, 3)));

    [Fact]
    public void Wmh_leaves_other_pathology_out_of_both()
    {
        // Two lesions of two voxels, and other pathology between them.
        var (reference, prediction) = (new Volume<int>(Grid), new Volume<int>(Grid));
        (reference[2, 2, 1], reference[3, 2, 1]) = (1, 1);
        (reference[8, 7, 2], reference[9, 7, 2]) = (1, 1);
        (reference[5, 5, 1], reference[6, 5, 1]) = (2, 2);
        // Half of the first is found; what lies in the other pathology must not count; one voxel is wrong.
        (prediction[3, 2, 1], prediction[5, 5, 1], prediction[10, 1, 3]) = (1, 1, 7);
        var scores = Measure("wmh", reference, prediction);
        scores["dice"]!.Value.ShouldBe(2.0 * 1 / (4 + 2), 1e-12);
        scores["avd"]!.Value.ShouldBe(50, 1e-12);
        scores["lesion_recall"]!.Value.ShouldBe(0.5, 1e-12);
        // Precision 1 of 2.
        scores["lesion_f1"]!.Value.ShouldBe(0.5, 1e-12);
        scores.Keys.ShouldBe(["dice", "hd95", "avd", "lesion_recall", "lesion_f1"]);
    }

    // A square and its rim have the same boundary within a slice; by faces the whole square of one slice would be one.
    [Fact]
    public void Wmh_finds_boundaries_slice_by_slice()
    {
        var (reference, prediction) = (new Volume<int>(Grid), new Volume<int>(Grid));
        for (var y = 2; y < 7; y++)
        for (var x = 2; x < 7; x++)
        {
            reference[x, y, 1] = 1;
            prediction[x, y, 1] = x is 2 or 6 || y is 2 or 6 ? 1 : 0;
        }

        Measure("wmh", reference, prediction)["hd95"].ShouldBe(0);
    }

    [Fact]
    public void Wmh_has_no_distance_without_a_result()
    {
        var reference = new Volume<int>(Grid);
        reference[2, 2, 1] = 1;
        var scores = Measure("wmh", reference, new Volume<int>(Grid));
        scores["hd95"].ShouldBeNull();
        scores["dice"].ShouldBe(0);
        scores["lesion_recall"].ShouldBe(0);
        scores["lesion_f1"].ShouldBe(0);
    }

    [Fact]
    public void Mrbrains18_measures_eight_structures_and_leaves_infarcts_out()
    {
        var (reference, prediction) = (new Volume<int>(Grid), new Volume<int>(Grid));
        for (var x = 0; x < 10; x++)
            (reference[x, 1, 0], prediction[x, 1, 0]) = (3, x < 6 ? 3 : 1);
        // Infarcts and other pathology: whatever is said there.
        (reference[0, 5, 0], prediction[0, 5, 0]) = (9, 3);
        (reference[0, 7, 0], prediction[0, 7, 0]) = (10, 3);
        var scores = MeasureAll("mrbrains18", reference, prediction);
        scores.Select(s => s.Structure).Distinct().Count().ShouldBe(8);
        double? Of(string structure, string metric) =>
            scores.Single(s => s.Structure == structure && s.Metric == metric).Value;
        Of("wm", "dice")!.Value.ShouldBe(2.0 * 6 / 16, 1e-12);
        Of("wm", "volume_similarity")!.Value.ShouldBe(1 - 4.0 / 16, 1e-12);
        Of("cortex", "dice").ShouldBe(0);
        Of("cortex", "hd95").ShouldBeNull();
        Of("brainstem", "dice").ShouldBeNull();
        Of("brainstem", "volume_similarity").ShouldBeNull();
    }

    // Basal ganglia are grey matter, lesions white matter, ventricles fluid; the cerebellum is left out of both.
    [Fact]
    public void Mrbrains13_merges_eight_structures_into_three()
    {
        string[] classes =
        [
            "background",
            "cortex",
            "deep-gm",
            "wm",
            "wmh",
            "csf",
            "ventricles",
            "cerebellum",
            "brainstem",
        ];
        var space = new LabelSpace(classes);
        var protocol = new Protocol(space, Enumerable.Range(0, 9).ToDictionary(v => v, v => CandidateSet.Of(v)));
        var (reference, prediction) = (new Volume<int>(Grid), new byte[Grid.Size.Voxels]);
        for (var x = 0; x < 10; x++)
        {
            // Of ten lesion voxels four are called white matter and six a lesion: all are right.
            (reference[x, 1, 0], prediction[reference.Index(x, 1, 0)]) = (4, x < 4 ? (byte)3 : (byte)4);
            // Grey matter in the cerebellum is neither right nor wrong.
            (reference[x, 3, 0], prediction[reference.Index(x, 3, 0)]) = (7, 1);
            (reference[x, 5, 0], prediction[reference.Index(x, 5, 0)]) = (2, x < 5 ? (byte)1 : (byte)0);
            (reference[x, 7, 0], prediction[reference.Index(x, 7, 0)]) = (6, 5);
        }

        var map = CandidateMap.Translate(reference, protocol, "reference");
        var scores = RulesCatalog.Find("mrbrains13").Measure("s", map, prediction);
        scores.Select(s => $"{s.Structure} {s.Metric}").Count().ShouldBe(9);
        double? Dice(string structure) => scores.Single(s => s.Structure == structure && s.Metric == "dice").Value;
        Dice("wm").ShouldBe(1);
        Dice("csf").ShouldBe(1);
        Dice("gm")!.Value.ShouldBe(2.0 * 5 / 15, 1e-12);
        scores.Single(s => s.Structure == "gm" && s.Metric == "avd").Value!.Value.ShouldBe(50, 1e-12);
    }

    // As the importer of MRBrainS13 has it: fluid that is found in the cerebellum is neither right nor wrong either.
    [Fact]
    public void Mrbrains13_leaves_out_what_may_be_grey_or_white_matter()
    {
        var space = new LabelSpace(["background", "csf", "gm", "wm"]);
        var meanings = Enumerable.Range(0, 4).ToDictionary(v => v, v => CandidateSet.Of(v));
        meanings[7] = CandidateSet.Of(2, 3);
        var (reference, prediction) = (new Volume<int>(Grid), new byte[Grid.Size.Voxels]);
        for (var x = 0; x < 10; x++)
        {
            (reference[x, 1, 0], prediction[reference.Index(x, 1, 0)]) = (1, 1);
            (reference[x, 3, 0], prediction[reference.Index(x, 3, 0)]) = (7, (byte)(1 + x % 3));
        }

        var map = CandidateMap.Translate(reference, new Protocol(space, meanings), "reference");
        var scores = RulesCatalog.Find("mrbrains13").Measure("s", map, prediction);
        double? Of(string structure, string metric) =>
            scores.Single(s => s.Structure == structure && s.Metric == metric).Value;
        Of("csf", "dice").ShouldBe(1);
        Of("csf", "avd").ShouldBe(0);
        Of("gm", "dice").ShouldBeNull();
        Of("wm", "dice").ShouldBeNull();
    }

    // As above: by faces the square's whole slice would be boundary, the rim's middle not.
    [Theory]
    [InlineData("mrbrains13")]
    [InlineData("mrbrains18")]
    public void Mrbrains_finds_boundaries_slice_by_slice(string rules)
    {
        var space = new LabelSpace(["background", "csf", "gm", "wm"]);
        var protocol = new Protocol(space, Enumerable.Range(0, 4).ToDictionary(v => v, v => CandidateSet.Of(v)));
        var (reference, prediction) = (new Volume<int>(Grid), new byte[Grid.Size.Voxels]);
        for (var y = 2; y < 7; y++)
        for (var x = 2; x < 7; x++)
        {
            reference[x, y, 1] = 3;
            prediction[reference.Index(x, y, 1)] = x is 2 or 6 || y is 2 or 6 ? (byte)3 : (byte)0;
        }

        var map = CandidateMap.Translate(reference, protocol, "reference");
        var scores = RulesCatalog.Find(rules).Measure("s", map, prediction);
        scores.Single(s => s.Structure == "wm" && s.Metric == "hd95").Value.ShouldBe(0);
    }

    [Fact]
    public void Rules_say_which_classes_they_need()
    {
        var space = new LabelSpace(["background", "liver"]);
        var protocol = new Protocol(
            space,
            new Dictionary<int, CandidateSet> { [0] = CandidateSet.Of(0), [1] = CandidateSet.Of(1) }
        );
        var map = new CandidateMap(new Volume<byte>(Grid), protocol);
        foreach (var name in new[] { "wmh", "mrbrains13" })
            Should
                .Throw<BadInputException>(() => RulesCatalog.Find(name).Measure("s", map, new byte[Grid.Size.Voxels]))
                .Message.ShouldContain("background, liver");
        Should.Throw<BadInputException>(() => RulesCatalog.Find("isles")).Message.ShouldContain("unknown 'isles'");
    }

    private static Dictionary<string, double?> Measure(string rules, Volume<int> reference, Volume<int> prediction) =>
        MeasureAll(rules, reference, prediction).ToDictionary(s => s.Metric, s => s.Value, StringComparer.Ordinal);

    private static IReadOnlyList<Score> MeasureAll(string rules, Volume<int> reference, Volume<int> prediction)
    {
        var challenge = RulesCatalog.Find(rules);
        var map = CandidateMap.Translate(reference, challenge.Labels!.Reference, "reference");
        var classes = Array.ConvertAll(prediction.Voxels, v => (byte)challenge.Labels.Predicted(v));
        return challenge.Measure("s", map, classes);
    }
}
