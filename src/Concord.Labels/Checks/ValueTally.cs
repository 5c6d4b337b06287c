using System.Runtime.InteropServices;
using Concord.Labels.Manifests;

namespace Concord.Labels.Checks;

/// <summary>How often each label value of a dataset was counted, in all and where its brain masks are.</summary>
internal sealed class ValueTally(DatasetDefinition dataset)
{
    private readonly SortedDictionary<int, (long Voxels, long InMask, int Subjects)> _counts = [];

    /// <summary>Whose they are.</summary>
    public DatasetDefinition Dataset => dataset;

    /// <summary>All voxels that were counted.</summary>
    public long Total => _counts.Values.Sum(c => c.Voxels);

    /// <summary>Whether every voxel was held against a mask.</summary>
    public bool HasMasks { get; private set; } = true;

    /// <summary>In how many voxels and subjects a value was found.</summary>
    public (long Voxels, int Subjects) Of(int value)
    {
        var (voxels, _, subjects) = _counts.GetValueOrDefault(value);
        return (voxels, subjects);
    }

    /// <summary>In how many voxels of a mask a value was found.</summary>
    public long InMask(int value) => _counts.GetValueOrDefault(value).InMask;

    /// <summary>The part of all voxels that are this class for certain, from 0 to 1.</summary>
    public double ShareOf(int c)
    {
        var sure = dataset.Protocol!.Meanings.Where(m => m.Value == CandidateSet.Of(c)).Sum(m => Of(m.Key).Voxels);
        return Total == 0 ? 0 : (double)sure / Total;
    }

    /// <summary>Counts a subject.</summary>
    /// <param name="labels">Its label values.</param>
    public void Count(int[] labels)
    {
        foreach (var (value, count) in Tally(labels, null))
        {
            var (voxels, inMask, subjects) = _counts.GetValueOrDefault(value);
            _counts[value] = (voxels + count, inMask, subjects + 1);
        }
    }

    /// <summary>Counts what of a subject lies in its mask; null if it has none.</summary>
    public void CountInMask(int[] labels, byte[]? mask)
    {
        HasMasks &= mask is not null;
        foreach (var (value, count) in mask is null ? [] : Tally(labels, mask))
            _counts[value] = _counts[value] with { InMask = _counts[value].InMask + count };
    }

    private static Dictionary<int, long> Tally(int[] labels, byte[]? mask)
    {
        var found = new Dictionary<int, long>();
        for (var i = 0; i < labels.Length; i++)
            if (mask is null || mask[i] != 0)
                CollectionsMarshal.GetValueRefOrAddDefault(found, labels[i], out _)++;
        return found;
    }
}
