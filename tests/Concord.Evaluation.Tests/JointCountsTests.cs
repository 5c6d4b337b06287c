using Concord.Evaluation.Metrics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Tests;

public sealed class JointCountsTests
{
    private static readonly LabelSpace Space = new(["background", "gm", "wm", "wmh"]);

    private static CandidateMap Map(Dictionary<int, CandidateSet> meanings, params int[] values)
    {
        var geometry = new VolumeGeometry(new(values.Length, 1, 1), Affine.FromSpacing(Spacing.Isotropic(10)));
        return CandidateMap.Translate(new(geometry, values), new Protocol(Space, meanings), "labels");
    }

    private static CandidateMap Lesions(params int[] values) =>
        Map(
            new()
            {
                [0] = CandidateSet.Of(0, 1, 2),
                [1] = CandidateSet.Of(3),
                [2] = Space.All,
            },
            values
        );

    private static CandidateMap Tissue(params int[] values) =>
        Map(
            new()
            {
                [0] = CandidateSet.Of(0),
                [1] = CandidateSet.Of(1),
                [2] = CandidateSet.Of(2, 3),
                [3] = CandidateSet.Of(2),
            },
            values
        );

    [Fact]
    public void Dice_is_the_textbook_value_on_singletons()
    {
        var overlap = JointCounts.Of(Tissue(1, 1, 1, 0, 0), [1, 1, 0, 1, 0]).Of(1);
        overlap.ShouldBe(new(2, 3, 3));
        overlap.Dice.ShouldBe(2.0 * 2 / 6);
    }

    [Fact]
    public void A_voxel_that_may_be_the_class_counts_neither_for_nor_against()
    {
        // The third voxel is {wm, wmh}: whatever is predicted there, wm and wmh are not judged by it.
        foreach (byte guess in new byte[] { 2, 3 })
            JointCounts.Of(Tissue(3, 0, 2), [2, 0, guess]).Of(2).Dice.ShouldBe(1);
        // But gm is known to be absent from it.
        JointCounts.Of(Tissue(1, 0, 2), [1, 0, 1]).Of(1).Dice.ShouldBe(2.0 / 3);
    }

    [Fact]
    public void An_unusable_voxel_counts_for_nothing() =>
        JointCounts.Of(Lesions(1, 0, 2), [3, 1, 3]).Of(3).ShouldBe(new(1, 1, 1));

    [Fact]
    public void Dice_is_undefined_where_the_structure_is_in_neither() =>
        JointCounts.Of(Lesions(0, 0), [1, 2]).Of(3).Dice.ShouldBeNull();

    [Fact]
    public void Dice_is_zero_where_only_the_prediction_has_the_structure() =>
        JointCounts.Of(Lesions(0, 0), [1, 3]).Of(3).Dice.ShouldBe(0);

    [Fact]
    public void Scores_cover_the_labelled_foreground_and_give_millilitres()
    {
        var scores = SegmentationScores.Of("s", Lesions(1, 1, 0, 0), [3, 1, 1, 1], MetricCatalog.Usual);
        scores.ShouldBe([
            new("s", "wmh", "dice", 2.0 / 3),
            new("s", "wmh", "volume_ml", 1),
            new("s", "wmh", "reference_volume_ml", 2),
        ]);
    }
}
