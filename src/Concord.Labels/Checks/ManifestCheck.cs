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
        var tallies = new List<ValueTally>();
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

            var tally = new ValueTally(dataset);
            tallies.Add(tally);
            foreach (var subject in subjects)
                Collect(problems, () => Examine(dataset, subject, tally, warnings));
            foreach (var value in dataset.Protocol.Meanings.Keys)
            {
                var meaning = dataset.Protocol.Describe(value);
                var (voxels, having) = tally.Of(value);
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
        return new(values, [.. Contradictions.Of(tallies)], warnings, problems);
    }

    private static void Examine(DatasetDefinition dataset, Subject subject, ValueTally tally, List<string> warnings)
    {
        var labels = ImageFile.Open(subject.Labels!).ToLabels().Voxels;
        // First, so that the table is whole also for a subject that is refused.
        tally.Count(labels);
        var data = SubjectReader.Read(dataset, subject, [.. dataset.Sequences.Select(s => s.Key)]);
        tally.CountInMask(labels, data.Mask?.Voxels);
        warnings.AddRange(data.Warnings);
    }

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
