namespace Concord.Labels.Checks;

/// <summary>
/// Finds what a naive training would learn wrongly, and estimates how much. A value that would be learnt as background is
/// wrong wherever the dataset's brain mask is. Without masks, and for values that merge tissues, the hidden classes are
/// taken to fill the same part of a field of view as where another dataset labels them.
/// </summary>
internal static class Contradictions
{
    /// <summary>Those of every dataset, in the order of datasets and values.</summary>
    public static IEnumerable<Contradiction> Of(IReadOnlyList<ValueTally> tallies)
    {
        foreach (var tally in tallies)
        foreach (var (value, set) in tally.Dataset.Protocol!.Meanings)
        {
            var space = tally.Dataset.Protocol.Space;
            // Unusable voxels teach nothing, in no strategy.
            if (set.IsSingleton || set == space.All)
                continue;
            var naive = Protocol.NaiveClass(set);
            CandidateSet HiddenBy(ValueTally other) =>
                set.Intersect(other.Dataset.Protocol!.Labelled).Except(CandidateSet.Of(naive));
            var others = tallies.Where(o => o != tally && HiddenBy(o).Count > 0).ToList();
            if (others.Count == 0)
                continue;
            var hidden = others.Aggregate(default(CandidateSet), (all, o) => all.Union(HiddenBy(o)));
            var (voxels, _) = tally.Of(value);
            var expected = hidden.Classes.Sum(c => others.Max(o => o.ShareOf(c))) * tally.Total;
            var wrong = naive == 0 && tally.HasMasks ? tally.InMask(value) : Math.Min(voxels, (long)expected);
            yield return new(
                tally.Dataset.Name,
                value,
                space.Classes[naive],
                [.. hidden.Classes.Select(c => space.Classes[c])],
                [.. others.Select(o => o.Dataset.Name)],
                voxels,
                wrong,
                tally.Total == 0 ? 0 : (double)wrong / tally.Total
            );
        }
    }
}
