using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Concord.Architecture.Tests;

/// <summary>Data walks one way through the house, and no reference runs back (docs/decisions/0001).</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Order =
    [
        "Imaging",
        "Labels",
        "Simulation",
        "Evaluation",
        "Learning",
        "Experiments",
        "Cli",
    ];

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader()
        .LoadAssemblies(
            typeof(Imaging.ImageFile).Assembly,
            typeof(Labels.LabelSpace).Assembly,
            typeof(Simulation.SubjectSimulator).Assembly,
            typeof(Evaluation.Overlap).Assembly,
            typeof(Learning.Recipes.Recipe).Assembly,
            typeof(Experiments.ResultRow).Assembly,
            System.Reflection.Assembly.Load("concord")
        )
        .Build();

    public static TheoryData<string, string> Forbidden()
    {
        var pairs = new TheoryData<string, string>();
        for (var lower = 0; lower < Order.Length; lower++)
        for (var upper = lower + 1; upper < Order.Length; upper++)
            pairs.Add(Order[lower], Order[upper]);
        // Neighbours that know nothing of each other.
        pairs.Add("Evaluation", "Simulation");
        pairs.Add("Learning", "Simulation");
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void No_reference_runs_back(string from, string to) =>
        Types()
            .That()
            .ResideInNamespaceMatching($@"^Concord\.{from}(\.|$)")
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^Concord\.{to}(\.|$)"))
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Theory]
    [InlineData("Concord.Imaging")]
    [InlineData("Concord.Labels")]
    [InlineData("Concord.Simulation")]
    [InlineData("Concord.Evaluation")]
    [InlineData("Concord.Experiments")]
    [InlineData("concord")]
    public void Only_learning_sees_torch(string project)
    {
        var assembly = House.Assemblies.Single(a => a.Name.Split(',')[0] == project);
        var references = System.Reflection.Assembly.Load(assembly.Name).GetReferencedAssemblies().Select(r => r.Name);
        references.ShouldNotContain("TorchSharp");
    }

    [Fact]
    public void The_loader_sees_every_project()
    {
        var seen = House
            .Types.Select(t => t.Namespace.FullName)
            .Where(n => n.StartsWith("Concord."))
            .Select(n => n.Split('.')[1]);
        Order.ShouldBeSubsetOf(seen);
    }
}
