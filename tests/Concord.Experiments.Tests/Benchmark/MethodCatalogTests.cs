using Concord.Experiments.Benchmark;
using Concord.Experiments.Reports.Figures;
using Concord.Imaging;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class MethodCatalogTests
{
    [Fact]
    public void Paper_means_the_papers_rows_the_fair_multi_unet_and_the_ceiling() =>
        MethodCatalog
            .Find("paper")
            .Select(m => m.Name)
            .ShouldBe(["multi-unet", "multi-unet-shared", "naive-ce", "naive-dice", "ace", "oracle"]);

    [Fact]
    public void All_means_seventeen()
    {
        var all = MethodCatalog.Find("all");
        all.Select(m => m.Name).Distinct().Count().ShouldBe(17);
        all.ShouldBe(MethodCatalog.All);
    }

    [Fact]
    public void Every_method_has_a_colour_of_its_own()
    {
        Palette.Count.ShouldBeGreaterThanOrEqualTo(MethodCatalog.All.Count);
        Enumerable.Range(0, Palette.Count).Select(Palette.Of).Distinct().Count().ShouldBe(Palette.Count);
    }

    [Fact]
    public void Names_are_taken_in_the_order_of_tables_and_once() =>
        MethodCatalog.Find("ace, naive-ce,ace").Select(m => m.Name).ShouldBe(["naive-ce", "ace"]);

    [Fact]
    public void The_ceiling_needs_joint_truth()
    {
        MethodCatalog.Find("paper", hasJointTruth: false).ShouldNotContain(m => m.Name == "oracle");
        Should.Throw<BadInputException>(() => MethodCatalog.Find("oracle", hasJointTruth: false));
        Should.Throw<BadInputException>(() => MethodCatalog.Find("acd")).Message.ShouldContain("unknown 'acd'");
        Should.Throw<BadInputException>(() => MethodCatalog.Find(",")).Message.ShouldContain("names no strategy");
    }
}
