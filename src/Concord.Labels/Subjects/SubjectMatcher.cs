using Concord.Imaging;
using Concord.Labels.Manifests;

namespace Concord.Labels.Subjects;

/// <summary>Finds a dataset's subjects on disk.</summary>
public static class SubjectMatcher
{
    /// <summary>The subjects, by ascending name, each with every file that the dataset promises.</summary>
    /// <exception cref="BadInputException">
    /// A pattern matches nothing, nobody has an excluded name, or a subject lacks a file.
    /// </exception>
    public static IReadOnlyList<Subject> Find(DatasetDefinition dataset)
    {
        var subjects = Find(dataset, out var problems);
        return problems.Count == 0 ? subjects : throw problems[0];
    }

    /// <summary>The complete subjects, and everything that is missing; an excluded name that nobody has stands first.</summary>
    public static IReadOnlyList<Subject> Find(DatasetDefinition dataset, out IReadOnlyList<BadInputException> problems)
    {
        var found = new List<BadInputException>();
        problems = found;
        var patterns = dataset.Sequences.Select(s => (Role: s.Key, Pattern: s.Value)).ToList();
        if (dataset.Labels is not null)
            patterns.Add(("labels", dataset.Labels));
        if (dataset.Mask.Pattern is not null)
            patterns.Add(("mask", dataset.Mask.Pattern));

        var files = patterns.ConvertAll(p => p.Pattern.Match(dataset.Root));
        for (var i = 0; i < patterns.Count; i++)
        {
            if (files[i].Count > 0)
                continue;
            var problem =
                $"{dataset.Name}: no file matches {patterns[i].Role} \"{patterns[i].Pattern.Text}\" below {dataset.Root}";
            found.Add(new(dataset.Source, problem, "correct root or the pattern"));
        }

        if (found.Count > 0)
            return [];

        var subjects = new List<Subject>();
        var ids = files
            .Where((_, i) => !patterns[i].Pattern.IsShared)
            .SelectMany(f => f.Keys)
            .ToHashSet(StringComparer.Ordinal);
        // Or whoever is left out by a wrong name is learnt from, and nobody notices.
        foreach (var name in dataset.Exclude.Where(name => !ids.Contains(name)))
            found.Add(
                new(
                    dataset.Source,
                    $"{dataset.Name} has no subject '{name}' to exclude",
                    $"name subjects by what the stars stand for, such as '{ids.Min(StringComparer.Ordinal)}'"
                )
            );
        foreach (var id in ids.Except(dataset.Exclude, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var missing = Enumerable
                .Range(0, patterns.Count)
                .Where(i => !patterns[i].Pattern.IsShared && !files[i].ContainsKey(id))
                .ToList();
            if (missing.Count > 0)
            {
                var roles = string.Join(
                    " and ",
                    missing.Select(i => $"{patterns[i].Role} \"{patterns[i].Pattern.Text}\"")
                );
                found.Add(
                    new(
                        dataset.Source,
                        $"{dataset.Name}: subject '{id}' has no {roles}",
                        "add the file, narrow the patterns, or name it in exclude"
                    )
                );
                continue;
            }

            string Path(int i) => patterns[i].Pattern.IsShared ? files[i].Values.Single() : files[i][id];

            subjects.Add(
                new(
                    dataset.Name,
                    id,
                    dataset
                        .Sequences.Select((s, i) => (s.Key, Path: Path(i)))
                        .ToDictionary(s => s.Key, s => s.Path, StringComparer.Ordinal),
                    dataset.Labels is null ? null : Path(dataset.Sequences.Count),
                    dataset.Mask.Pattern is null ? null : Path(patterns.Count - 1)
                )
            );
        }

        if (subjects.Count == 0 && found.Count == 0)
            found.Add(new(dataset.Source, $"{dataset.Name}: exclude leaves no subject", "exclude fewer"));
        return subjects;
    }
}
