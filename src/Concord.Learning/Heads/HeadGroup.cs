using Concord.Labels;

namespace Concord.Learning.Heads;

/// <summary>Channels of a network's output of which exactly one is right at a voxel: softmax runs over them.</summary>
/// <param name="Name">The dataset whose labels they are, or <c>classes</c>.</param>
/// <param name="Sets">What each channel says that a voxel may be.</param>
public sealed record HeadGroup(string Name, IReadOnlyList<CandidateSet> Sets)
{
    /// <summary>The classes that some channel speaks of.</summary>
    public CandidateSet Known => Sets.Aggregate(default(CandidateSet), (all, set) => all.Union(set));
}
