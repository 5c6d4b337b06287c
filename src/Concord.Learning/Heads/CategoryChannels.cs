using Concord.Labels;
using Concord.Learning.Sampling;

namespace Concord.Learning.Heads;

/// <summary>Which channel of a layout of datasets is right for each category.</summary>
internal sealed class CategoryChannels
{
    /// <param name="table">The categories of all datasets.</param>
    /// <param name="layout">A group for each of them, in their order.</param>
    public CategoryChannels(CategoryTable table, HeadLayout layout)
    {
        var (channels, groups) = (new List<int>(), new List<int>());
        var first = 0;
        for (var d = 0; d < table.Protocols.Count; d++)
        {
            var sets = layout.Groups[d].Sets.ToList();
            foreach (var set in table.Protocols[d].Sets)
            {
                var channel = sets.IndexOf(set);
                // What only a mask makes background is background too, by the label that may be background.
                if (channel < 0 && set != table.Space.All)
                    channel = sets.FindIndex(s => set.Except(s).Count == 0);
                channels.Add(channel < 0 ? -1 : first + channel);
                groups.Add(channel < 0 ? -1 : d);
            }

            first += sets.Count;
        }

        (Channels, Groups, Count) = ([.. channels, -1], [.. groups, -1], first);
        GroupOfChannel = [.. layout.Groups.SelectMany((g, d) => g.Sets.Select(_ => d))];
    }

    /// <summary>The channel of each category, the last being padding; -1 where it teaches nothing.</summary>
    public IReadOnlyList<int> Channels { get; }

    /// <summary>The group of each category; -1 where it teaches nothing.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>The group of each channel.</summary>
    public IReadOnlyList<int> GroupOfChannel { get; }

    /// <summary>How many channels there are.</summary>
    public int Count { get; }
}
