using Concord.Imaging;
using Concord.Learning.Losses;

namespace Concord.Learning.Strategies;

/// <summary>Every strategy, one entry each; the files of the losses have formulas and sources.</summary>
public static class StrategyCatalog
{
    /// <summary>In the order in which tables show them.</summary>
    public static IReadOnlyList<Strategy> All { get; } =
    [
        new("multi-unet", "a network for each dataset, of all its own sequences", Strategy.Selective)
        {
            HasHeadPerDataset = true,
            Division = NetworkDivision.OnePerDataset,
        },
        new("multi-unet-shared", "a network for each dataset, of the shared sequences", Strategy.Selective)
        {
            HasHeadPerDataset = true,
            Division = NetworkDivision.OnePerDatasetOfSharedSequences,
        },
        new("naive-ce", "cross-entropy, 0 taken for background", c => new CrossEntropy(c.LiteralClasses)),
        new("naive-dice", "soft Dice, 0 taken for background", c => new SoftDice(c.LiteralClasses)),
        new("ace", "adaptive cross-entropy over candidate sets", c => new AdaptiveCrossEntropy(c.Scope)),
        new("selective-ce", "softmax over the dataset's own labels only", Strategy.Selective)
        {
            HasHeadPerDataset = true,
        },
        new("multi-decoder", "one encoder, a decoder for each dataset", Strategy.Selective)
        {
            HasHeadPerDataset = true,
            HasDecoderPerDataset = true,
        },
        new(
            "ace-dice",
            "adaptive cross-entropy and Dice over merged sets",
            c => new SumLoss(new AdaptiveCrossEntropy(), new MarginalDice(c.Table))
        ),
        new("leaf-dice", "Dice of the certain labels", _ => new LeafDice()),
        new("ace-focal", "focal loss over candidate sets", _ => new AdaptiveFocal()),
        new(
            "exclusion",
            "adaptive cross-entropy and a penalty on overlap with other labels",
            c => new SumLoss(new AdaptiveCrossEntropy(), new ExclusionDice(c.Table))
        ),
        new(
            "weighted-ace",
            "adaptive cross-entropy, rare labels weigh more",
            c => new WeightedAdaptiveCrossEntropy(c.Shares)
        ),
        new("pseudo-label", "a second network, on what the first says within the sets", _ => new AdaptiveCrossEntropy())
        {
            LabelledBy = "ace",
        },
    ];

    /// <summary>The strategy of this name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static Strategy Find(string name, string source = "strategy") =>
        All.FirstOrDefault(s => s.Name == name)
        ?? throw new BadInputException(
            source,
            $"unknown strategy '{name}'",
            $"known: {string.Join(", ", All.Select(s => s.Name))}"
        );
}
