namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>What Roulet, Fernandez Slezak and Ferrante conclude (MIDL 2019, section 4), and what their comparison left open.</summary>
public static class ClaimCatalog
{
    private static readonly string[] Tissues = ["csf", "gm", "wm"];
    private static readonly string[] Tumor = ["edema", "tumor"];

    private static readonly Claim[] Shared =
    [
        new("ACE is not worse than Multi-UNet on tissue", "multi-unet", Tissues, ClaimedRelation.NotLower),
        new("naive cross-entropy is worse on tissue", "naive-ce", Tissues, ClaimedRelation.Higher),
        new("it collapses there: more than 0.5 is lost", "naive-ce", Tissues, ClaimedRelation.Higher) { Least = 0.5 },
        new("naive Dice is worse on tissue", "naive-dice", Tissues, ClaimedRelation.Higher),
        new(
            "nor is ACE worse on tissue than a Multi-UNet that sees the shared sequences (not in the paper)",
            "multi-unet-shared",
            Tissues,
            ClaimedRelation.NotLower
        ),
    ];

    private static Claim OfSameTraining(IEnumerable<string> lesions) =>
        new(
            "with as many steps as all networks of multi-unet-shared together, ACE is worse nowhere (not in the paper)",
            "multi-unet-shared",
            [.. Tissues, .. lesions],
            ClaimedRelation.NotLower
        )
        {
            Method = MethodCatalog.LongReference,
        };

    /// <summary>The claims about a scenario.</summary>
    /// <param name="scenario">Its name.</param>
    public static IReadOnlyList<Claim> Of(string scenario) =>
        scenario switch
        {
            "tissue-wmh" =>
            [
                .. Shared,
                new(
                    "ACE and Multi-UNet do not differ significantly on lesions",
                    "multi-unet",
                    ["wmh"],
                    ClaimedRelation.NotDifferent
                ),
                OfSameTraining(["wmh"]),
            ],
            "tissue-tumor" =>
            [
                .. Shared,
                new(
                    "Multi-UNet, which sees every sequence, is better on tumours than ACE, which sees the shared ones",
                    "multi-unet",
                    Tumor,
                    ClaimedRelation.Lower
                ),
                new(
                    "with the shared sequences alone it is not (not in the paper)",
                    "multi-unet-shared",
                    Tumor,
                    ClaimedRelation.NotLower
                ),
                OfSameTraining(Tumor),
            ],
            _ => [],
        };
}
