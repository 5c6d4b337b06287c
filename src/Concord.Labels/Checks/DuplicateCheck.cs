using System.Numerics.Tensors;
using Concord.Labels.Subjects;

namespace Concord.Labels.Checks;

/// <summary>
/// The same scan twice: equal voxels, or details that correlate as two people's never do, also where it was saved anew,
/// turned, rescaled or mirrored. One that is learnt from and one that is kept back are a leak.
/// </summary>
internal sealed class DuplicateCheck : ISetCheck
{
    // Two people's details correlate as those of most pairs do; the same head's have a tenth of what these lack of 1.
    private const double Nearer = 0.1;
    private const double Same = 0.95;

    /// <inheritdoc/>
    public IEnumerable<Finding> Compare(IReadOnlyList<SubjectSketch> subjects)
    {
        var usual = Usual(subjects);
        for (var i = 0; i < subjects.Count; i++)
        for (var j = 0; j < i; j++)
        {
            if (Alike(subjects[j], subjects[i], usual) is not { } alike)
                continue;
            var (a, b) = (subjects[j], subjects[i]);
            var isLeak = (a.Subset == Subset.Training) != (b.Subset == Subset.Training);
            var use = isLeak ? $", which is for {Use(a)}, where this one is for {Use(b)}" : "";
            yield return b.Find(
                isLeak ? FindingKind.Leak : FindingKind.Duplicate,
                $"{alike.How} as {a.Subject.Dataset} '{a.Subject.Id}'{use}",
                alike.Sequence,
                a.Subject.Images[alike.OtherSequence]
            );
        }
    }

    // For each sequence: the correlation above which two heads are the same.
    private static Dictionary<string, double> Usual(IReadOnlyList<SubjectSketch> subjects)
    {
        var usual = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var name in subjects.SelectMany(s => s.Details.Keys).Distinct(StringComparer.Ordinal))
        {
            var all = subjects.Where(s => s.Details.ContainsKey(name)).Select(s => s.Details[name]).ToList();
            var pairs = new List<double>();
            for (var i = 0; i < all.Count; i++)
            for (var j = 0; j < i; j++)
                pairs.Add(TensorPrimitives.Dot<float>(all[i], all[j]));
            pairs.Sort();
            // Of few subjects the same one may be most pairs.
            usual[name] = pairs.Count < 3 ? Same : Math.Max(Same, 1 - Nearer * (1 - pairs[pairs.Count / 2]));
        }

        return usual;
    }

    private static (string How, string Sequence, string OtherSequence)? Alike(
        SubjectSketch a,
        SubjectSketch b,
        Dictionary<string, double> usual
    )
    {
        foreach (var (name, hash) in b.Hashes)
            if (a.Hashes.FirstOrDefault(h => h.Value == hash).Key is { } other)
                return ($"{name} has the same voxels", name, other);
        foreach (var (name, details) in b.Details)
        {
            if (!a.Details.TryGetValue(name, out var theirs))
                continue;
            var plain = TensorPrimitives.Dot<float>(details, theirs);
            if (plain > usual[name])
                return (
                    FormattableString.Invariant($"{name} shows the same head (correlation {plain:0.00})"),
                    name,
                    name
                );
            var mirrored = name == b.First && b.Mirrored is { } m ? TensorPrimitives.Dot<float>(m, theirs) : 0;
            if (mirrored > usual[name])
                return (
                    FormattableString.Invariant($"{name} shows the same head mirrored (correlation {mirrored:0.00})"),
                    name,
                    name
                );
        }

        return null;
    }

    private static string Use(SubjectSketch subject) => subject.Subset.ToString().ToLowerInvariant();
}
