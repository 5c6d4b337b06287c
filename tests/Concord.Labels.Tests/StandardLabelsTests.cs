namespace Concord.Labels.Tests;

public sealed class StandardLabelsTests
{
    [Fact]
    public void Known_classes_get_the_numbers_of_the_standard_table() =>
        StandardLabels
            .For(Spaces.Tissue)
            .Select(l => (l.Value, l.Abbreviation))
            .ShouldBe([(0, "BG"), (3, "CSF"), (1, "GM"), (2, "WM"), (7, "L")]);

    [Fact]
    public void Values_and_own_colours_are_all_different()
    {
        var space = new LabelSpace(["background", "wmh", "lesion", "a", "b", "c", "d", "e"]);
        var labels = StandardLabels.For(space);
        labels.Select(l => l.Value).ShouldBeUnique();
        labels.Select(l => l.Color).ShouldBeUnique();
        labels.ShouldAllBe(l => l.Color >= 0 && l.Color <= 0xFFFFFF);
        labels[1].Value.ShouldBe(7);
        labels[2].Value.ShouldBeGreaterThanOrEqualTo(100);
    }
}
