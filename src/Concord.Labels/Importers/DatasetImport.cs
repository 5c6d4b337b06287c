using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Importers;

/// <summary>Makes a manifest of a known dataset's folder, without touching the folder.</summary>
public static class DatasetImport
{
    /// <summary>Finds a dataset's files.</summary>
    /// <param name="known">Which dataset.</param>
    /// <param name="folder">Where it was unpacked.</param>
    /// <param name="manifest">Where the manifest will stand; it is not written here.</param>
    /// <param name="into">A manifest that the dataset joins, or null for one of its own.</param>
    /// <exception cref="BadInputException">
    /// The folder isn't laid out as the dataset is, or the manifest has a dataset of that name already.
    /// </exception>
    public static Manifest Run(KnownDataset known, string folder, string manifest, string? into = null)
    {
        RequireFolder(folder);
        var layouts = known.Layouts(folder);
        var found = new List<(DatasetLayout Layout, DatasetDefinition Definition)>();
        var old = into is null ? null : ManifestReader.Read(into, known.Classes);
        var space = old?.Space ?? new(known.Classes, known.Name);
        foreach (var layout in layouts)
            if (found.All(f => f.Layout.Name != layout.Name) && Fit(layout, folder, space) is { } definition)
                found.Add((layout, definition));
        if (found.Count == 0)
            throw new BadInputException(
                folder,
                $"holds no {known.Name}: no {string.Join(" with ", Sought(layouts))}",
                $"give the folder that holds the subjects, as unpacked from {known.Origin}"
            );
        RequireNew(old, found.Select(f => f.Definition.Name));
        return new(manifest, space, [.. old?.Datasets ?? [], .. found.Select(f => f.Definition)]);
    }

    /// <summary>Refuses a folder that isn't there.</summary>
    /// <exception cref="BadInputException">It isn't.</exception>
    public static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException(folder, "no such folder", "give the folder that the dataset was unpacked to");
    }

    /// <summary>Refuses a manifest that has a dataset already, for those whose making takes long.</summary>
    /// <param name="known">Which dataset.</param>
    /// <param name="folder">Where it was unpacked.</param>
    /// <param name="into">The manifest that it is to join.</param>
    /// <exception cref="BadInputException">It has it, or can't be read.</exception>
    public static void RequireNew(KnownDataset known, string folder, string into) =>
        RequireNew(ManifestReader.Read(into, known.Classes), known.Layouts(folder).Select(l => l.Name));

    /// <summary>
    /// The datasets of a manifest that belong into one of tests: what this dataset's authors keep for one. None where nothing else
    /// would be left: whoever gives the test part alone means it.
    /// </summary>
    /// <param name="known">Which dataset was added.</param>
    /// <param name="folder">From where.</param>
    /// <param name="manifest">All that is there now.</param>
    public static IReadOnlyList<DatasetDefinition> Tests(KnownDataset known, string folder, Manifest manifest)
    {
        var names = known.Layouts(folder).Where(l => l.IsTest).Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        return manifest.Datasets.All(d => names.Contains(d.Name) || IsNamedTest(d))
            ? []
            : [.. manifest.Datasets.Where(d => names.Contains(d.Name))];
    }

    /// <summary>A manifest of tests as it must be beside another one: with the classes of both, in the same order.</summary>
    /// <param name="path">The manifest of tests, which is there.</param>
    /// <param name="beside">The other one.</param>
    /// <param name="more">What is to join the tests.</param>
    /// <returns>Null where nothing joins it and it needs no change, or isn't one that an import wrote.</returns>
    /// <exception cref="BadInputException">Something is to join it, and it can't be read or isn't one that fits.</exception>
    public static Manifest? JoinTests(string path, Manifest beside, IReadOnlyList<DatasetDefinition> more)
    {
        Manifest own,
            joined;
        try
        {
            (own, joined) = (ManifestReader.Read(path), ManifestReader.Read(path, beside.Space.Classes));
        }
        catch (BadInputException) when (more.Count == 0)
        {
            return null;
        }

        RequireNew(own, more.Select(d => d.Name));
        var strange = own.Space.Classes.Except(beside.Space.Classes, StringComparer.Ordinal).FirstOrDefault();
        if (strange is not null && more.Count > 0)
            throw new BadInputException(
                path,
                $"has a class {strange}, which {beside.Path} lacks",
                "rename one of the two manifests"
            );
        var isOurs = strange is null && own.Datasets.All(IsNamedTest);
        return more.Count > 0 || isOurs && own.Space.Classes.Count < beside.Space.Classes.Count
            ? joined with
            {
                Space = beside.Space,
            }
            : null;
    }

    // As an import names them; a user's own set may be a test of anything.
    private static bool IsNamedTest(DatasetDefinition dataset) =>
        dataset.Name.EndsWith("-test", StringComparison.Ordinal)
        && KnownDatasets.All.Any(k => dataset.Name.StartsWith($"{k.Name}-", StringComparison.Ordinal));

    private static void RequireNew(Manifest? into, IEnumerable<string> names)
    {
        foreach (var name in names)
            if (into?.Datasets.Any(d => d.Name == name) == true)
                throw new BadInputException(
                    into.Path,
                    $"has a dataset '{name}' already",
                    "rename one of them in the manifest"
                );
    }

    private static IEnumerable<string> Sought(IReadOnlyList<DatasetLayout> layouts) =>
        layouts.Count == 0 ? ["label files"] : [layouts[0].Sequences[0].Patterns[0], layouts[0].Labels[0]];

    private static DatasetDefinition? Fit(DatasetLayout layout, string folder, LabelSpace space)
    {
        foreach (var root in layout.Folders.Select(f => Path.GetFullPath(Path.Combine(folder, f))))
        {
            if (!Directory.Exists(root) || First(layout.Labels, root) is not { } labels)
                continue;
            var labelled = labels.Match(root).Keys.Where(name => !layout.IsNoSubject(name)).ToList();
            var sequences = Sequences(layout, root, labels.IsShared ? null : labelled).ToList();
            if (sequences.Count > 0)
                return new()
                {
                    Name = layout.Name,
                    Root = root,
                    Source = root,
                    Sequences = sequences,
                    Labels = labels,
                    Mask = MaskOf(layout, root),
                    IsSameWorld = layout.IsSameWorld,
                    Exclude =
                    [
                        .. labels
                            .Match(root)
                            .Keys.Where(layout.IsNoSubject)
                            .Concat(Unlabelled(sequences, labels, root)),
                    ],
                    Protocol = ProtocolOf(layout, space),
                };
        }

        return null;
    }

    /// <summary>The subjects of a dataset that have scans and no labels: of many scans often only some are segmented.</summary>
    public static IReadOnlyList<string> Unlabelled(DatasetDefinition dataset) =>
        dataset.Labels is null ? [] : Unlabelled(dataset.Sequences, dataset.Labels, dataset.Root);

    private static List<string> Unlabelled(
        IReadOnlyList<KeyValuePair<string, PathPattern>> sequences,
        PathPattern labels,
        string root
    ) =>
        labels.IsShared
            ? []
            :
            [
                .. sequences
                    .Where(s => !s.Value.IsShared)
                    .SelectMany(s => s.Value.Match(root).Keys)
                    .Distinct(StringComparer.Ordinal)
                    .Except(labels.Match(root).Keys, StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];

    private static Protocol ProtocolOf(DatasetLayout layout, LabelSpace space) =>
        new(
            space,
            layout.Protocol.ToDictionary(m => m.Key, m => ProtocolParser.Parse(m.Value, space, layout.Name)),
            layout.Protocol.Where(m => ProtocolParser.Excludes(m.Value)).Select(m => m.Key)
        );

    // Those that every subject with the first one has: the rest can't be learnt from.
    private static IEnumerable<KeyValuePair<string, PathPattern>> Sequences(
        DatasetLayout layout,
        string root,
        List<string>? labelled
    )
    {
        var subjects = default(List<string>);
        foreach (var sequence in layout.Sequences)
        {
            if (First(sequence.Patterns, root) is not { } pattern)
            {
                // Without the first the layout doesn't fit.
                if (subjects is null)
                    yield break;
                continue;
            }

            var files = pattern.Match(root);
            subjects ??= labelled is null ? [.. files.Keys] : [.. files.Keys.Intersect(labelled)];
            // No subject has both: other files, called alike.
            if (subjects.Count == 0)
                yield break;
            if (subjects.All(files.ContainsKey))
                yield return new(sequence.Name, pattern);
        }
    }

    private static MaskRule MaskOf(DatasetLayout layout, string root)
    {
        foreach (var mask in layout.Masks)
            if (mask == "nonzero")
                return new(MaskKind.NonZero);
            else if (mask == "labels")
                return new(MaskKind.Labels);
            else if (First([mask], root) is { } pattern)
                return new(MaskKind.Files, pattern);
        return MaskRule.None;
    }

    private static PathPattern? First(IReadOnlyList<string> patterns, string root) =>
        patterns
            .Select(p => PathPattern.Parse(p, root, mayBeShared: true))
            .FirstOrDefault(p => p.Match(root).Count > 0);
}
