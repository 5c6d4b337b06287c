using Concord.Labels;
using Concord.Learning.Losses;

namespace Concord.Learning.Strategies;

/// <summary>A way to learn one network from several datasets.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="MakeLoss">The loss, from the datasets' protocols in manifest order.</param>
public sealed record Strategy(
    string Name,
    string Summary,
    Func<IReadOnlyList<Protocol>, LabelScope, ISegmentationLoss> MakeLoss
)
{
    /// <summary>The class of every category of every dataset, in order, when labels are taken literally.</summary>
    internal static IReadOnlyList<int> LiteralClasses(IReadOnlyList<Protocol> protocols) =>
        [.. protocols.SelectMany(p => p.Sets.Select(Protocol.NaiveClass))];
}
