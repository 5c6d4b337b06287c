using Concord.Learning.Heads;
using Concord.Learning.Losses;
using Concord.Learning.Sampling;

namespace Concord.Learning.Strategies;

/// <summary>A way to learn from several datasets.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="MakeLoss">The loss.</param>
public sealed record Strategy(string Name, string Summary, Func<LossContext, ISegmentationLoss> MakeLoss)
{
    /// <summary>Whether output channels are the datasets' own labels instead of the classes.</summary>
    public bool HasHeadPerDataset { get; init; }

    /// <summary>Whether each dataset has a decoder of its own.</summary>
    public bool HasDecoderPerDataset { get; init; }

    /// <summary>How many networks are trained, and what they see.</summary>
    public NetworkDivision Division { get; init; } = NetworkDivision.One;

    /// <summary>The strategy whose network labels the training data first; null for none.</summary>
    public string? LabelledBy { get; init; }

    /// <summary>What the output channels stand for.</summary>
    internal HeadLayout Layout(IReadOnlyList<string> datasets, CategoryTable table) =>
        HasHeadPerDataset ? HeadLayout.OfDatasets(datasets, table.Protocols) : HeadLayout.OfClasses(table.Space);

    /// <summary>The selective loss over the datasets' own labels.</summary>
    internal static ISegmentationLoss Selective(LossContext context)
    {
        var names = context.Table.Protocols.Select((_, d) => $"{d}").ToList();
        return new SelectiveCrossEntropy(context.Table, HeadLayout.OfDatasets(names, context.Table.Protocols));
    }
}
