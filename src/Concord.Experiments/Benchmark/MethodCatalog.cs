using Concord.Imaging;
using Concord.Learning.Losses;
using Concord.Learning.Strategies;

namespace Concord.Experiments.Benchmark;

/// <summary>Every row that a comparison can have.</summary>
public static class MethodCatalog
{
    /// <summary>The method that all others are compared with.</summary>
    public const string Reference = "ace";

    /// <summary>What is trained on the joint truth.</summary>
    public const string Ceiling = "oracle";

    /// <summary>The reference with the steps of a network for each dataset.</summary>
    public const string LongReference = "ace-long";

    /// <summary>The word for the paper's rows, the fair Multi-UNet and the ceiling.</summary>
    public const string Paper = "paper";

    /// <summary>The word for everything.</summary>
    public const string Everything = "all";

    private static readonly string[] PaperRows = ["multi-unet", "multi-unet-shared", "naive-ce", "naive-dice", "ace"];

    /// <summary>In the order of tables: the paper's rows, the ceiling, the other controls, the rivals.</summary>
    public static IReadOnlyList<BenchmarkMethod> All { get; } =
    [
        .. StrategyCatalog.All.Where(s => PaperRows.Contains(s.Name)).Select(s => Of(s, isOfThePaper: true)),
        // On joint truth every set is one class, and cross-entropy is what it is called in textbooks.
        new(Ceiling, "one network trained on the joint truth: the ceiling", "naive-ce", IsOfThePaper: true)
        {
            UsesJointTruth = true,
        },
        new(
            "oracle-ace-patches",
            "the ceiling on the patches that ACE sees: only the labels differ",
            "naive-ce",
            IsOfThePaper: false
        )
        {
            UsesJointTruth = true,
            HasPatchesOfOwnLabels = true,
        },
        new(
            LongReference,
            "ACE with as many steps as a network for each dataset takes together",
            Reference,
            IsOfThePaper: false
        )
        {
            HasStepsOfAllDatasets = true,
        },
        new("ace-patch", "ACE with the labels of the patch: eq. 4 read literally", "ace", IsOfThePaper: false)
        {
            Scope = LabelScope.Patch,
        },
        .. StrategyCatalog.All.Where(s => !PaperRows.Contains(s.Name)).Select(s => Of(s, isOfThePaper: false)),
    ];

    /// <summary>Methods by name, or by the words <c>paper</c> and <c>all</c>; in the order of the catalog.</summary>
    /// <param name="names">Separated by commas.</param>
    /// <param name="hasJointTruth">False where the data have none: then what is trained on it can't be among them.</param>
    /// <exception cref="BadInputException">A name is unknown, or there is none.</exception>
    public static IReadOnlyList<BenchmarkMethod> Find(string names, bool hasJointTruth = true)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var found = All.Where(m => name == m.Name || name == Everything || name == Paper && m.IsOfThePaper)
                .ToList();
            if (found.Count == 0)
                throw new BadInputException(
                    "--strategies",
                    $"unknown '{name}'",
                    $"known: {Paper}, {Everything}, {string.Join(", ", All.Select(m => m.Name))}"
                );
            if (!hasJointTruth && found is [{ UsesJointTruth: true }])
                throw new BadInputException(
                    "--strategies",
                    $"{name} needs training subjects whose every label is known",
                    "leave it out, or leave out --manifest"
                );
            wanted.UnionWith(found.Select(m => m.Name));
        }

        return wanted.Count > 0
            ? [.. All.Where(m => wanted.Contains(m.Name) && (hasJointTruth || !m.UsesJointTruth))]
            : throw new BadInputException("--strategies", "names no strategy", $"try {Paper}");
    }

    private static BenchmarkMethod Of(Strategy strategy, bool isOfThePaper) =>
        new(strategy.Name, strategy.Summary, strategy.Name, isOfThePaper);
}
