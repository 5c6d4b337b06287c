using Concord.Imaging;
using Concord.Simulation;
using Concord.Simulation.Datasets;

namespace Concord.Experiments.Benchmark;

/// <summary>The comparisons of Roulet, Fernandez Slezak and Ferrante (MIDL 2019, section 3 and appendix B).</summary>
public static class ScenarioCatalog
{
    private const string Tissues = "0: background, 1: gm, 2: wm, 3: csf";

    /// <summary>Every scenario.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "tissue-wmh",
            "Can one network learn brain tissue from one dataset and white matter hyperintensities from another?",
            ["background", "csf", "gm", "wm", "wmh"],
            new("tissue", SubjectKind.Brain, HiddenLabels.None, ["T1", "FLAIR", "IR"], 5, Tissues, "A"),
            new("lesions", SubjectKind.Lesions, HiddenLabels.Tissue, ["T1", "FLAIR"], 60, "0: not [wmh], 7: wmh", "B"),
            new("test", SubjectKind.Lesions, HiddenLabels.None, ["T1", "FLAIR", "IR"], 7, $"{Tissues}, 7: wmh", "D")
        ),
        new(
            "tissue-tumor",
            "Can one network learn brain tissue from one dataset and tumours with their oedema from another?",
            ["background", "csf", "gm", "wm", "edema", "tumor"],
            new("tissue", SubjectKind.Brain, HiddenLabels.None, ["T1"], 15, Tissues, "A"),
            new(
                "lesions",
                SubjectKind.Tumor,
                HiddenLabels.Tissue,
                ["T1", "T1c", "T2", "FLAIR"],
                50,
                "0: not [edema, tumor], 20: edema, 21: tumor",
                "B"
            ),
            new(
                "test",
                SubjectKind.Tumor,
                HiddenLabels.None,
                ["T1", "T1c", "T2", "FLAIR"],
                20,
                $"{Tissues}, 20: edema, 21: tumor",
                "D"
            )
        ),
    ];

    /// <summary>The scenario of this name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static Scenario Find(string name) =>
        All.FirstOrDefault(s => s.Name == name)
        ?? throw new BadInputException(
            name,
            "no such scenario",
            $"choose {string.Join(" or ", All.Select(s => s.Name))}"
        );
}
