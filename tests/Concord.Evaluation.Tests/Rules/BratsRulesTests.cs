using Concord.Evaluation.Rules;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Tests.Rules;

public sealed class BratsRulesTests
{
    private static readonly VolumeGeometry Grid = new(new(60, 40, 30), Affine.FromSpacing(Spacing.Isotropic(1)));

    [Fact]
    public void Regions_are_made_of_the_labels()
    {
        var (reference, prediction) = (new Volume<int>(Grid), new Volume<int>(Grid));
        Fill(reference, 2, (10, 10, 10), 8);
        Fill(reference, 1, (12, 12, 12), 4);
        Fill(reference, 3, (12, 12, 12), 2);
        Fill(prediction, 2, (10, 10, 10), 8);
        Fill(prediction, 4, (12, 12, 12), 4);
        var scores = Measure(reference, prediction);
        scores["wt dice"].ShouldBe(1, 1e-12);
        scores["tc dice"].ShouldBe(1, 1e-12);
        scores["et dice"].ShouldBe(2.0 * 8 / (8 + 64), 1e-12);
        scores["wt hd95"].ShouldBe(0);
    }

    [Fact]
    public void Empty_in_both_is_perfect_and_in_one_is_374_mm()
    {
        var (reference, prediction) = (new Volume<int>(Grid), new Volume<int>(Grid));
        Fill(reference, 2, (10, 10, 10), 6);
        Fill(prediction, 2, (10, 10, 10), 6);
        Fill(prediction, 1, (11, 11, 11), 2);
        var scores = Measure(reference, prediction);
        (scores["et dice"], scores["et hd95"]).ShouldBe((1, 0));
        (scores["et lesionwise_dice"], scores["et lesionwise_hd95"]).ShouldBe((1, 0));
        (scores["tc dice"], scores["tc hd95"]).ShouldBe((0, 374));
        // A false positive of 8 mm³ counts: false positives have no smallest size.
        (scores["tc lesionwise_dice"], scores["tc lesionwise_hd95"]).ShouldBe((0, 374));
        scores["tc lesions_false"].ShouldBe(1);
    }

    [Fact]
    public void Lesions_are_scored_one_by_one()
    {
        var (reference, prediction) = (new Volume<int>(Grid), new Volume<int>(Grid));
        // Found exactly; missed; of 27 mm³ and so not counted, but what touches it is no false positive; and a false one.
        Fill(reference, 2, (5, 5, 5), 5);
        Fill(prediction, 2, (5, 5, 5), 5);
        Fill(reference, 2, (25, 5, 5), 4);
        Fill(reference, 2, (45, 5, 5), 3);
        Fill(prediction, 2, (46, 5, 5), 3);
        Fill(prediction, 2, (5, 25, 20), 2);
        var scores = Measure(reference, prediction);
        scores["wt lesions_found"].ShouldBe(1);
        scores["wt lesions_missed"].ShouldBe(1);
        scores["wt lesions_false"].ShouldBe(1);
        scores["wt lesionwise_dice"].ShouldBe(1.0 / 3, 1e-12);
        scores["wt lesionwise_hd95"].ShouldBe((0 + 374 + 374) / 3.0, 1e-9);
    }

    // Grown three times, pieces up to six voxels apart meet: they are one lesion, compared with both answers.
    [Theory]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    public void Pieces_that_meet_when_grown_are_one_lesion(int gap, int lesions)
    {
        var (reference, prediction) = (new Volume<int>(Grid), new Volume<int>(Grid));
        Fill(reference, 2, (5, 5, 5), 5);
        Fill(reference, 2, (5 + 5 + gap, 5, 5), 5);
        Fill(prediction, 2, (5, 5, 5), 5);
        var scores = Measure(reference, prediction);
        (scores["wt lesions_found"] + scores["wt lesions_missed"]).ShouldBe(lesions);
        scores["wt lesionwise_dice"].ShouldBe(lesions == 1 ? 2.0 * 125 / 375 : 0.5, 1e-12);
    }

    private static void Fill(Volume<int> volume, int label, (int X, int Y, int Z) corner, int side)
    {
        for (var z = corner.Z; z < corner.Z + side; z++)
        for (var y = corner.Y; y < corner.Y + side; y++)
        for (var x = corner.X; x < corner.X + side; x++)
            volume[x, y, z] = label;
    }

    private static Dictionary<string, double> Measure(Volume<int> reference, Volume<int> prediction)
    {
        var rules = RulesCatalog.Find("brats");
        var map = CandidateMap.Translate(reference, rules.Labels!.Reference, "reference");
        var classes = Array.ConvertAll(prediction.Voxels, v => (byte)rules.Labels.Predicted(v));
        return rules
            .Measure("s", map, classes)
            .ToDictionary(s => $"{s.Structure} {s.Metric}", s => s.Value!.Value, StringComparer.Ordinal);
    }
}
