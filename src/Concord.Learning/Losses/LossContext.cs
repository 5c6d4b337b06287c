using Concord.Labels;
using Concord.Learning.Sampling;

namespace Concord.Learning.Losses;

/// <summary>What a loss may be made from.</summary>
/// <param name="Table">The categories of all datasets.</param>
/// <param name="Scope">For the adaptive cross-entropy: where a dataset's labels are taken from.</param>
/// <param name="Shares">
/// For each category of the table but padding: its share of the voxels of its own dataset's training subjects, in [0, 1].
/// </param>
public sealed record LossContext(CategoryTable Table, LabelScope Scope, IReadOnlyList<double> Shares)
{
    /// <summary>The class of every category of every dataset, in order, when labels are taken literally.</summary>
    internal IReadOnlyList<int> LiteralClasses =>
        [.. Table.Protocols.SelectMany(p => p.Sets.Select(Protocol.NaiveClass))];
}
