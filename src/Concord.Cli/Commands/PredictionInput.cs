using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Training;

namespace Concord.Cli.Commands;

/// <summary>Finds the scans that <c>concord predict</c> is to segment.</summary>
internal static class PredictionInput
{
    /// <summary>A scan, the dataset that says how to read it, and what its files are called.</summary>
    public sealed record Scan(DatasetDefinition Dataset, Subject Subject, string Name);

    /// <summary>The subjects of a manifest that a run used for something, or all of them.</summary>
    public static IReadOnlyList<Scan> FromManifest(string path, string subset, string run)
    {
        var manifest = ManifestReader.Read(path);
        var isAll = subset == "all";
        // The parser of enumerations takes numbers and lists too.
        var wanted = Enum.GetValues<Subset>()
            .Cast<Subset?>()
            .FirstOrDefault(s => string.Equals($"{s}", subset, StringComparison.OrdinalIgnoreCase));
        if (wanted is null && !isAll)
            throw new BadInputException("--subset", $"unknown '{subset}'", "use all, training, validation or test");
        var datasets = manifest.Datasets.Select(Unlabelled).ToDictionary(d => d.Name, StringComparer.Ordinal);
        var subjects = manifest.Datasets.SelectMany(d => SubjectMatcher.Find(datasets[d.Name])).ToList();
        var split = isAll ? null : RunSplit.Read(new RunFolder(run));
        var scans = subjects
            .Zip(SubjectNames.Of(subjects), (s, name) => new Scan(datasets[s.Dataset], s, name))
            .Where(scan => split is null || split.Of(scan.Subject) == wanted)
            .ToList();
        return scans.Count > 0
            ? scans
            : throw new BadInputException(path, $"has no {subset} subject", "see split.tsv of the run");
    }

    /// <summary>The scan whose files are given one by one.</summary>
    public static Scan FromFiles(string[] inputs, string? mask, string? name, ModelDescription model)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in inputs)
        {
            var at = pair.IndexOf('=');
            if (at < 1 || at == pair.Length - 1)
                throw new BadInputException("-i", $"'{pair}' is not sequence=file", "write -i T1=scan.nii.gz");
            if (!images.TryAdd(pair[..at], pair[(at + 1)..]))
                throw new BadInputException("-i", $"{pair[..at]} is given twice", "give each sequence once");
        }

        var needs = string.Join(" ", model.Sequences.Select(s => $"-i {s}=FILE"));
        if (images.Count == 0)
            throw new BadInputException("-i", "no images", $"give {needs}");
        var unknown = images.Keys.FirstOrDefault(s => !model.Sequences.Contains(s));
        if (unknown is not null)
            throw new BadInputException("-i", $"the model doesn't know the sequence {unknown}", $"give {needs}");
        var kind = mask switch
        {
            null => MaskKind.None,
            "nonzero" => MaskKind.NonZero,
            _ => MaskKind.Files,
        };
        var dataset = new DatasetDefinition
        {
            Name = "input",
            Root = ".",
            Sequences = [],
            Source = "-i",
            Mask = new(kind),
        };
        name ??= ImageFile.Stem(images.Values.First());
        if (name.Length == 0 || name.AsSpan().ContainsAny("/\\\t\n"))
            throw new BadInputException("--name", $"'{name}' can't name a file", "use letters, digits, - and _");
        return new(dataset, new Subject("input", name, images, null, kind == MaskKind.Files ? mask : null), name);
    }

    // Labels play no part, so nobody has to have any, unless they are the mask.
    private static DatasetDefinition Unlabelled(DatasetDefinition dataset)
    {
        if (dataset.Mask.Kind == MaskKind.Labels)
            return dataset;
        var patterns = dataset.Sequences.Select(s => s.Value).Append(dataset.Mask.Pattern).OfType<PathPattern>();
        var known = patterns
            .Where(p => !p.IsShared)
            .SelectMany(p => p.Match(dataset.Root).Keys)
            .ToHashSet(StringComparer.Ordinal);
        // Who has labels alone needn't be left out here, and would be unknown.
        var isLabelled = dataset.Exclude.All(known.Contains) ? _ => true : Labelled(dataset);
        return dataset with
        {
            Labels = null,
            Protocol = null,
            Exclude = [.. dataset.Exclude.Where(name => known.Contains(name) || !isLabelled(name))],
        };
    }

    // Everybody, where label files can't be told apart or seen: they are no matter of a prediction.
    private static Func<string, bool> Labelled(DatasetDefinition dataset)
    {
        try
        {
            return (dataset.Labels?.Match(dataset.Root) ?? []).ContainsKey;
        }
        catch (BadInputException)
        {
            return _ => true;
        }
    }
}
