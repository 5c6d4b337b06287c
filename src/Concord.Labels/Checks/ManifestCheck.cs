using System.Runtime.InteropServices;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Checks;

/// <summary>Reads every file of a manifest and collects all that is wrong with it, not only the first thing.</summary>
public static class ManifestCheck
{
    /// <summary>Runs the check.</summary>
    public static CheckResult Run(Manifest manifest)
    {
        var (values, warnings, problems) = (new List<ValueCount>(), new List<string>(), new List<string>());
        Collect(problems, () => manifest.SharedSequences());
        foreach (var dataset in manifest.Datasets)
        {
            IReadOnlyList<Subject> subjects = [];
            Collect(
                problems,
                () =>
                {
                    subjects = SubjectMatcher.Find(dataset, out var missing);
                    problems.AddRange(missing.Select(m => m.Message));
                }
            );
            if (subjects.Count > 0)
                Collect(problems, () => dataset.Split.Divide(dataset, subjects, seed: 1));
            if (dataset.Protocol is null)
            {
                warnings.Add($"{dataset.Name} has no labels: nothing can be learnt from it");
                continue;
            }

            var counts = new SortedDictionary<int, (long Voxels, int Subjects)>();
            foreach (var subject in subjects)
                Collect(problems, () => Examine(dataset, subject, counts, warnings));
            foreach (var value in dataset.Protocol.Meanings.Keys)
            {
                var meaning = dataset.Protocol.Describe(value);
                var (voxels, having) = counts.GetValueOrDefault(value);
                values.Add(new(dataset.Name, value, meaning, voxels, having));
                if (voxels == 0 && subjects.Count > 0)
                    warnings.Add($"{dataset.Name}: no voxel has the value {value} ({meaning})");
            }
        }

        foreach (var dataset in manifest.Datasets)
        {
            var own = values.Where(v => v.Dataset == dataset.Name).ToList();
            var teaching = own.Where(v => dataset.Protocol!.Meanings[v.Value] != manifest.Space.All);
            if (own.Sum(v => v.Voxels) > 0 && teaching.Sum(v => v.Voxels) == 0)
                problems.Add(
                    $"{dataset.Source}: {dataset.Name} has no labelled voxel to learn from (check its labels and protocol)"
                );
        }

        var labelled = manifest.Datasets.Aggregate(
            default(CandidateSet),
            (all, d) => all.Union(d.Protocol?.Labelled ?? default)
        );
        foreach (var c in manifest.Space.All.Except(labelled).Classes)
            warnings.Add($"no dataset labels {manifest.Space.Classes[c]} for itself: it will not be learnt");
        return new(values, [.. Contradictions(manifest)], warnings, problems);
    }

    private static void Examine(
        DatasetDefinition dataset,
        Subject subject,
        SortedDictionary<int, (long Voxels, int Subjects)> counts,
        List<string> warnings
    )
    {
        // First, so that the table is whole also for a subject that is refused.
        var found = new Dictionary<int, long>();
        foreach (var value in ImageFile.Open(subject.Labels!).ToLabels().Voxels)
            CollectionsMarshal.GetValueRefOrAddDefault(found, value, out _)++;
        foreach (var (value, voxels) in found)
        {
            var (sum, having) = counts.GetValueOrDefault(value);
            counts[value] = (sum + voxels, having + 1);
        }

        warnings.AddRange(SubjectReader.Read(dataset, subject, [.. dataset.Sequences.Select(s => s.Key)]).Warnings);
    }

    // A value that may be several classes is called one class by a naive training; other datasets say otherwise.
    private static IEnumerable<string> Contradictions(Manifest manifest) =>
        from dataset in manifest.Datasets
        where dataset.Protocol is not null
        from meaning in dataset.Protocol!.Meanings
        where !meaning.Value.IsSingleton && meaning.Value != manifest.Space.All
        let naive = Protocol.NaiveClass(meaning.Value)
        from other in manifest.Datasets
        where other != dataset && other.Protocol is not null
        let hidden = meaning.Value.Intersect(other.Protocol!.Labelled).Except(CandidateSet.Of(naive))
        where hidden.Count > 0
        let names = string.Join(", ", hidden.Classes.Select(c => manifest.Space.Classes[c]))
        select $"value {meaning.Key} of {dataset.Name} would be learnt as {manifest.Space.Classes[naive]}, "
            + $"but may be {names}, which {other.Name} labels";

    private static void Collect(List<string> problems, Action action)
    {
        try
        {
            action();
        }
        catch (BadInputException e)
        {
            problems.Add(e.Message);
        }
    }
}
