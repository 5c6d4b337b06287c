using Concord.Labels;
using Concord.Learning.Heads;

namespace Concord.Learning.Inference;

/// <summary>A group of output channels as <c>model.json</c> has it.</summary>
/// <param name="Name">The dataset whose labels they are.</param>
/// <param name="Labels">What each channel says, in the words of a protocol: <c>gm</c>, <c>not [wmh]</c>.</param>
public sealed record HeadDescription(string Name, IReadOnlyList<string> Labels)
{
    internal static IReadOnlyList<HeadDescription>? Of(HeadLayout layout) =>
        layout.IsOfClasses
            ? null
            :
            [
                .. layout.Groups.Select(g => new HeadDescription(
                    g.Name,
                    [.. g.Sets.Select(set => layout.Space.Describe(set))]
                )),
            ];
}
