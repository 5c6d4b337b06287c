using Concord.Experiments.Reports;

namespace Concord.Experiments.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void A_strategy_that_lacks_a_structure_keeps_its_cells_below_their_headings()
    {
        static ResultRow Row(string strategy, string subject, string structure, double? dice) =>
            new("s", strategy, 1, subject, structure, "dice", dice);
        var table = DiceTable.Of([
            Row("a", "1", "gm", 0.5),
            Row("a", "2", "gm", 0.7),
            Row("a", "1", "wmh", null),
            Row("b", "1", "wmh", 0.25),
        ]);
        table.Structures.ShouldBe(["gm", "wmh"]);
        table
            .Rows.Select(r => string.Join(" | ", r.Cells.Select(DiceTable.Cell)))
            .ShouldBe(["0.600 (0.141) n=2 | n/a (n=0)", "n/a (n=0) | 0.250 (n=1)"]);
    }

    [Fact]
    public void Seeds_are_no_further_subjects()
    {
        static ResultRow Row(ulong seed, string subject, double? dice) =>
            new("s", "a", seed, subject, "gm", "dice", dice);
        var table = DiceTable.Of([Row(1, "1", 0.4), Row(2, "1", 0.6), Row(1, "2", 0.7), Row(2, "2", null)]);
        DiceTable.Cell(table.Rows.Single().Cells.Single()).ShouldBe("0.600 (0.141) n=2");
    }

    [Fact]
    public void A_curve_is_read_without_steps_that_failed_and_thinned_to_means()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(
            path,
            """
            {"step":1,"loss":4,"learning_rate":1,"seconds":1}
            {"step":2,"loss":2,"learning_rate":1,"seconds":2}
            {"step":3,"loss":1,"learning_rate":1,"seconds":3}
            {"step":4,"loss":null,"learning_rate":1,"seconds":4}
            """
        );
        var curve = LossCurve.Read("x", path);
        File.Delete(path);
        curve.Losses.ShouldBe([4, 2, 1]);
        curve.Thin(2).Losses.ShouldBe([3, 1]);
        curve.Thin(2).Steps.ShouldBe([1.5, 3]);
    }

    [Fact]
    public void A_chart_runs_to_the_last_step_and_falls_with_the_loss()
    {
        var steps = Enumerable.Range(1, 1500).Select(i => (double)i).ToList();
        var svg = LossChart.ToSvg([new("falling", steps, [.. steps.Select(s => 1 / s)])], isFile: true);
        svg.ShouldContain(">1500</text>");
        svg.ShouldContain(">falling</text>");
        var heights = svg.Split("points=\"")[1]
            .Split('"')[0]
            .Split(' ')
            .Select(p => double.Parse(p.Split(',')[1]))
            .ToList();
        // Down the page.
        heights.ShouldBe(heights.Order().ToList());
        System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public void A_curve_may_be_called_what_a_dataset_may() =>
        System
            .Xml.Linq.XDocument.Parse(LossChart.ToSvg([new("R&D", [1, 2], [2, 1])], isFile: true))
            .Root!.Value.ShouldContain("R&D");

    // As where a dataset leaves everything open.
    [Fact]
    public void A_loss_that_is_always_zero_can_be_drawn() =>
        LossChart.ToSvg([new("nothing to learn", [1, 2], [0, 0])]).ShouldContain("nothing to learn");
}
