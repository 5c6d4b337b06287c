using Concord.Imaging;
using Concord.Labels.Manifests;

namespace Concord.Labels.Subjects;

/// <summary>
/// Divides a dataset's subjects. Whole subjects move, never parts of one. A fraction picks by a hash of seed, dataset and
/// subject name, so adding a subject moves few of the others.
/// </summary>
/// <param name="Validation">Who is measured during training.</param>
/// <param name="Test">Who is kept for the end.</param>
public sealed record SplitRule(SplitShare Validation, SplitShare Test)
{
    /// <summary>Everyone is learnt from.</summary>
    public static SplitRule AllTraining { get; } = new(SplitShare.None, SplitShare.None);

    /// <summary>The subset of every subject.</summary>
    /// <exception cref="BadInputException">A named subject isn't there, or nobody is left to train on.</exception>
    public IReadOnlyDictionary<string, Subset> Divide(
        DatasetDefinition dataset,
        IReadOnlyList<Subject> subjects,
        ulong seed
    )
    {
        var subsets = subjects.ToDictionary(s => s.Id, _ => Subset.Training, StringComparer.Ordinal);
        var ranked = subjects.Select(s => s.Id).OrderBy(id => Hash(seed, dataset.Name, id)).ToList();
        var shares = new[] { (Test, Subset.Test), (Validation, Subset.Validation) };
        // Names first: a fraction must not take a subject that the other share names.
        foreach (var (share, subset) in shares)
        foreach (var id in share.Subjects)
        {
            if (!subsets.TryGetValue(id, out var already))
                throw new BadInputException(
                    dataset.Source,
                    $"{dataset.Name} has no subject '{id}'",
                    "correct the split"
                );
            if (already != Subset.Training && already != subset)
                throw new BadInputException(
                    dataset.Source,
                    $"{dataset.Name}: subject '{id}' is named for both validation and test",
                    "name it once"
                );
            subsets[id] = subset;
        }

        foreach (var (share, subset) in shares)
        {
            var count = (int)Math.Round(share.Fraction * subjects.Count, MidpointRounding.AwayFromZero);
            if (share.Fraction > 0)
                count = Math.Clamp(count, 1, Math.Max(1, subjects.Count - 1));
            foreach (var id in ranked.Where(id => subsets[id] == Subset.Training).Take(count).ToList())
                subsets[id] = subset;
        }

        return subsets.ContainsValue(Subset.Training)
            ? subsets
            : throw new BadInputException(
                dataset.Source,
                $"{dataset.Name}: the split leaves nobody to train on",
                "lower it"
            );
    }

    private static ulong Hash(ulong seed, string dataset, string id)
    {
        var hash = new Random64(seed);
        foreach (var c in $"{dataset}/{id}")
            hash = new Random64(hash.NextUInt64(), c);
        return hash.NextUInt64();
    }
}
