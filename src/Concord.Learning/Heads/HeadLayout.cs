using Concord.Labels;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Heads;

/// <summary>
/// What the channels of a network's output stand for, and how they become one score for each class: either the classes
/// themselves, or one group of channels for each dataset, in that dataset's own labels.
/// </summary>
/// <remarks>
/// Groups are fused as experts: the score of class c is the product over groups of the probability of the label that c
/// has there. A group that doesn't know c at all has no say about it and gives the probability of its own best label. So a
/// lesion that one group alone knows replaces tissue exactly where that group holds it for more likely than not, as the
/// paper's Multi-UNet overwrites tissue (section 2.1), whatever the order of the groups. One that others label too, by
/// itself or merged with tissue, they have a say about (docs/decisions/0010).
/// </remarks>
public sealed class HeadLayout
{
    /// <summary>Makes a layout.</summary>
    /// <param name="space">The classes.</param>
    /// <param name="groups">At least one, in channel order.</param>
    public HeadLayout(LabelSpace space, IReadOnlyList<HeadGroup> groups)
    {
        (Space, Groups) = (space, groups);
        Channels = groups.Sum(g => g.Sets.Count);
        Known = KnownTo(space, groups);
    }

    /// <summary>The classes.</summary>
    public LabelSpace Space { get; }

    /// <summary>The groups, in channel order.</summary>
    public IReadOnlyList<HeadGroup> Groups { get; }

    /// <summary>How many channels there are.</summary>
    public int Channels { get; }

    /// <summary>The classes that groups can tell, see <see cref="KnownTo"/>; no voxel may be given another.</summary>
    public CandidateSet Known { get; }

    /// <summary>
    /// The classes that some group speaks of, without those that none tells from a class that more groups know: such a class
    /// would be at least as likely as the other everywhere, as csf is where one dataset labels gm and wm alone and the other
    /// says "not a lesion".
    /// </summary>
    /// <param name="space">The classes.</param>
    /// <param name="groups">Of all heads or networks that are fused.</param>
    public static CandidateSet KnownTo(LabelSpace space, IReadOnlyList<HeadGroup> groups)
    {
        // Of each class, in each group, the channels that speak of it.
        var channels = Enumerable
            .Range(0, space.Count)
            .Select(c =>
                groups
                    .Select(g => Enumerable.Range(0, g.Sets.Count).Where(k => g.Sets[k].Contains(c)).ToList())
                    .ToList()
            )
            .ToList();
        var spoken = Enumerable.Range(0, space.Count).Where(c => channels[c].Exists(k => k.Count > 0)).ToList();
        var known = spoken.Where(c => !spoken.Exists(other => IsHidden(channels[c], channels[other])));
        return known.Aggregate(default(CandidateSet), (all, c) => all.Union(CandidateSet.Of(c)));

        static bool IsHidden(List<List<int>> own, List<List<int>> other)
        {
            var both = own.Zip(other, (a, b) => (Own: a, Other: b)).ToList();
            return both.TrueForAll(g => g.Own.Count == 0 || g.Own.SequenceEqual(g.Other))
                && both.Exists(g => g.Own.Count == 0 && g.Other.Count > 0);
        }
    }

    /// <summary>The channels of each decoder: one for each group, or one for all.</summary>
    public IReadOnlyList<int> Decoders(bool isOnePerGroup) =>
        isOnePerGroup ? [.. Groups.Select(g => g.Sets.Count)] : [Channels];

    /// <summary>True if each channel is a class.</summary>
    public bool IsOfClasses =>
        Groups.Count == 1
        && Groups[0].Sets.SequenceEqual(Enumerable.Range(0, Space.Count).Select(c => CandidateSet.Of(c)));

    /// <summary>A channel for each class.</summary>
    public static HeadLayout OfClasses(LabelSpace space) =>
        new(space, [new("classes", [.. Enumerable.Range(0, space.Count).Select(c => CandidateSet.Of(c))])]);

    /// <summary>
    /// A group for each dataset, a channel for each meaning that its protocol lists; <c>any</c> is none, for it says
    /// nothing.
    /// </summary>
    public static HeadLayout OfDatasets(IReadOnlyList<string> names, IReadOnlyList<Protocol> protocols)
    {
        var space = protocols[0].Space;
        return new(space, [.. names.Zip(protocols, (name, p) => new HeadGroup(name, Listed(p)))]);
        IReadOnlyList<CandidateSet> Listed(Protocol p) =>
            [.. p.Sets.Where(set => set != space.All && p.Meanings.Values.Contains(set))];
    }

    /// <summary>What each channel says, 0 to 1, summing to 1 within each group.</summary>
    /// <param name="logits">The network's output, [batch, channel, depth, height, width].</param>
    /// <returns>The same shape.</returns>
    public Tensor ToProbabilities(Tensor logits)
    {
        if (Groups.Count == 1)
            return logits.softmax(1);
        using var scope = NewDisposeScope();
        return cat([.. Split(logits).Select(g => g.Channels.softmax(1))], 1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// One score in [0, 1] for each class. Scores sum to 1 if channels are classes, and otherwise are only comparable at a
    /// voxel. A class that no group knows has the score of the best one: see <see cref="Known"/>.
    /// </summary>
    /// <param name="probabilities">What each channel says, [batch, channel, depth, height, width].</param>
    /// <returns>[batch, class, depth, height, width].</returns>
    public Tensor ToClasses(Tensor probabilities)
    {
        if (IsOfClasses)
            return probabilities.alias();
        using var scope = NewDisposeScope();
        Tensor? product = null;
        foreach (var (group, p) in Split(probabilities))
        {
            var best = p.amax([1], keepdim: true);
            var factors = cat([.. Enumerable.Range(0, Space.Count).Select(c => Factor(group, p, best, c))], 1);
            product = product is null ? factors : product.mul_(factors);
        }

        return product!.MoveToOuterDisposeScope();
    }

    private IEnumerable<(HeadGroup Group, Tensor Channels)> Split(Tensor all)
    {
        var first = 0;
        foreach (var group in Groups)
        {
            yield return (group, all.narrow(1, first, group.Sets.Count));
            first += group.Sets.Count;
        }
    }

    private static Tensor Factor(HeadGroup group, Tensor p, Tensor best, int c)
    {
        var channels = Enumerable.Range(0, group.Sets.Count).Where(k => group.Sets[k].Contains(c)).ToList();
        if (channels.Count == 0)
            return best;
        return channels.Select(k => p.narrow(1, k, 1)).Aggregate((a, b) => a.maximum(b));
    }
}
