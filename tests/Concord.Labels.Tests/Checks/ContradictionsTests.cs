using Concord.Labels.Checks;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Checks;

public sealed class ContradictionsTests
{
    private static readonly LabelSpace Space = new(["background", "gm", "wm", "wmh"]);

    private static ValueTally Tally(string name, params (int Value, string Meaning)[] protocol) =>
        new(
            new DatasetDefinition
            {
                Name = name,
                Root = ".",
                Source = name,
                Sequences = [new("T1", PathPattern.Parse("*.nii", name))],
                Protocol = new(
                    Space,
                    protocol.ToDictionary(p => p.Value, p => ProtocolParser.Parse(p.Meaning, Space, name))
                ),
            }
        );

    private static ValueTally Tissue()
    {
        // Half background, three tenths grey and two tenths white matter.
        var tally = Tally("tissue", (0, "background"), (1, "gm"), (2, "wm"));
        tally.Count([0, 0, 0, 0, 0, 1, 1, 1, 2, 2]);
        tally.CountInMask([], null);
        return tally;
    }

    [Fact]
    public void Without_masks_hidden_classes_fill_as_much_as_where_they_are_labelled()
    {
        var lesions = Tally("lesions", (0, "not [wmh]"), (1, "wmh"));
        lesions.Count([.. Enumerable.Repeat(0, 39), 1]);
        lesions.CountInMask([], null);
        var found = Contradictions.Of([Tissue(), lesions]).ShouldHaveSingleItem();
        found.Dataset.ShouldBe("lesions");
        (found.Value, found.LearntAs, found.Voxels).ShouldBe((0, "background", 39));
        found.MayBe.ShouldBe(["gm", "wm"]);
        found.LabelledBy.ShouldBe(["tissue"]);
        found.WrongVoxels.ShouldBe(20);
        found.Share.ShouldBe(0.5);
    }

    [Fact]
    public void What_lies_in_a_brain_mask_is_not_background()
    {
        var lesions = Tally("lesions", (0, "not [wmh]"), (1, "wmh"));
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        lesions.Count(labels);
        lesions.CountInMask(labels, [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
        Contradictions.Of([Tissue(), lesions]).ShouldHaveSingleItem().WrongVoxels.ShouldBe(2);
    }

    [Fact]
    public void Merged_tissue_hides_what_a_lesion_set_labels_and_no_more_than_it_has()
    {
        var merged = Tally("merged", (0, "background"), (3, "[wm, wmh]"));
        merged.Count([0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
        var lesions = Tally("lesions", (0, "not [wmh]"), (1, "wmh"));
        lesions.Count([0, 1, 1, 1]);
        lesions.CountInMask([], null);
        var found = Contradictions.Of([merged, lesions]).ToList();
        found.Select(c => (c.Dataset, c.LearntAs, c.WrongVoxels)).ShouldBe([("merged", "wm", 1L)]);
    }

    [Fact]
    public void Nothing_contradicts_where_every_set_is_known_or_says_nothing()
    {
        var other = Tally("other", (0, "background"), (1, "gm"), (9, "any"));
        other.Count([0, 1, 9]);
        Contradictions.Of([Tissue(), other]).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_divided_by_no_voxel() =>
        Contradictions
            .Of([Tally("tissue", (0, "background"), (1, "gm")), Tally("lesions", (0, "not [wmh]"), (1, "wmh"))])
            .ShouldHaveSingleItem()
            .Share.ShouldBe(0);
}
