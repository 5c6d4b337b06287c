using Concord.Simulation.Tumors;

namespace Concord.Simulation.Tests.Tumors;

public sealed class TumorPlanTests
{
    [Fact]
    public void What_is_drawn_lies_in_its_range()
    {
        var plans = Enumerable.Range(0, 200).Select(seed => TumorPlan.Draw(new(), (ulong)seed)).ToList();
        plans.ShouldAllBe(p =>
            p.BulkVolume > 3.99 && p.BulkVolume < 50.01 && p.WhiteToGrey >= 5 && p.WhiteToGrey <= 10
        );
        plans.ShouldAllBe(p => p.Infiltration >= 1 && p.Infiltration <= 6);
        plans.Where(p => p.Grade == TumorGrade.High).ShouldAllBe(p => p.EdemaExtent >= 6 && p.EdemaExtent <= 22);
        plans.Where(p => p.Grade == TumorGrade.Low).ShouldAllBe(p => p.EdemaExtent >= 0 && p.EdemaExtent <= 8);
        plans.Count(p => p.Grade == TumorGrade.High).ShouldBeInRange(110, 155);
    }

    [Fact]
    public void Setting_one_value_leaves_the_others()
    {
        var (plan, other) = (TumorPlan.Draw(new(), 3), TumorPlan.Draw(new() { BulkVolume = 7 }, 3));
        other.ShouldBe(plan with { BulkVolume = 7 });
    }
}
