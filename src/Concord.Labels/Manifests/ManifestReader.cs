using System.Globalization;
using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Labels.Yaml;

namespace Concord.Labels.Manifests;

/// <summary>Reads a manifest; docs/manifest.md describes the format.</summary>
public static class ManifestReader
{
    /// <summary>Reads a file. Patterns are not resolved yet: <see cref="SubjectMatcher"/> does that.</summary>
    /// <exception cref="BadInputException">Something in it is wrong; the message names the line.</exception>
    public static Manifest Read(string path) => Read(YamlText.Load(path), path, []);

    /// <summary>
    /// Reads a file that is to tell more classes apart, which stand last: what a protocol says by <c>not</c> and <c>any</c>
    /// then has them too.
    /// </summary>
    /// <exception cref="BadInputException">Something in it is wrong; the message names the line.</exception>
    public static Manifest Read(string path, IReadOnlyList<string> moreClasses) =>
        Read(YamlText.Load(path), path, moreClasses);

    /// <summary>Reads a text that stands for the file <paramref name="path"/>.</summary>
    public static Manifest Parse(string text, string path) => Read(YamlText.Parse(text, path), path, []);

    private static Manifest Read(YamlMap map, string path, IReadOnlyList<string> moreClasses)
    {
        var classes =
            map.List("classes") ?? throw new BadInputException(path, "no 'classes'", "add classes: [background, …]");
        var space = new LabelSpace([.. classes, .. moreClasses.Except(classes)], map.SourceOf("classes"));
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var datasets = map.RequiredMaps("datasets").Select(d => ReadDataset(d, space, folder)).ToList();
        map.RejectOtherKeys();
        // Folders of networks are called by them, which not every file system tells apart by case.
        var twice = datasets.GroupBy(d => d.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new BadInputException(twice.Last().Source, $"two datasets are named '{twice.Key}'", "rename one");
        return new(path, space, datasets);
    }

    private static DatasetDefinition ReadDataset(YamlMap map, LabelSpace space, string folder)
    {
        var name = map.RequiredText("name");
        if (name.Length == 0 || name.AsSpan().ContainsAny("/\\:*?\"<>|"))
            throw new BadInputException(
                map.SourceOf("name"),
                $"'{name}' can't name a dataset",
                "it becomes a folder name"
            );
        var root = Path.GetFullPath(map.Text("root") ?? ".", folder);
        if (!Directory.Exists(root))
            throw new BadInputException(map.SourceOf("root"), $"no folder {root}", "root is relative to the manifest");
        var labels = map.Text("labels");
        var dataset = new DatasetDefinition
        {
            Name = name,
            Root = root,
            Source = map.Source,
            Sequences = ReadSequences(map.RequiredMap("sequences")),
            Labels = labels is null ? null : PathPattern.Parse(labels, map.SourceOf("labels"), mayBeShared: true),
            Mask = ReadMask(map),
            IsSameWorld = map.Flag("same_world", false),
            Protocol = labels is null ? null : ReadProtocol(map.RequiredMap("protocol"), space),
            Split = ReadSplit(map.Map("split")),
            Exclude = map.List("exclude") ?? [],
        };
        map.RejectOtherKeys();
        if (dataset is { Mask.Kind: MaskKind.Labels, Labels: null })
            throw new BadInputException(map.SourceOf("mask"), "mask: labels, but there are no labels", "add labels");
        return dataset;
    }

    private static List<KeyValuePair<string, PathPattern>> ReadSequences(YamlMap map)
    {
        var sequences = map.Keys.Select(k =>
            KeyValuePair.Create(k, PathPattern.Parse(map.RequiredText(k), map.SourceOf(k)))
        );
        var list = sequences.ToList();
        return list.Count > 0
            ? list
            : throw new BadInputException(map.Source, "no sequences", "add { T1: \"*/T1.nii.gz\" }");
    }

    private static MaskRule ReadMask(YamlMap map) =>
        map.Text("mask") switch
        {
            null => MaskRule.None,
            "labels" => new(MaskKind.Labels),
            "nonzero" => new(MaskKind.NonZero),
            var pattern => new(MaskKind.Files, PathPattern.Parse(pattern, map.SourceOf("mask"), mayBeShared: true)),
        };

    private static Protocol ReadProtocol(YamlMap map, LabelSpace space)
    {
        var meanings = new Dictionary<int, CandidateSet>();
        var excluding = new List<int>();
        foreach (var key in map.Keys)
        {
            if (!int.TryParse(key, CultureInfo.InvariantCulture, out var value))
                throw new BadInputException(
                    map.SourceOf(key),
                    $"'{key}' is not a label value",
                    "label values are integers"
                );
            if (meanings.ContainsKey(value))
                throw new BadInputException(map.SourceOf(key), $"the value {value} is listed twice", "leave one");
            var text = string.Join(", ", map.List(key)!);
            meanings[value] = ProtocolParser.Parse(text, space, map.SourceOf(key));
            if (ProtocolParser.Excludes(text))
                excluding.Add(value);
        }

        if (meanings.Count == 0)
            throw new BadInputException(map.Source, "an empty protocol", "say what each label value means");
        return new(space, meanings, excluding);
    }

    private static SplitRule ReadSplit(YamlMap? map)
    {
        if (map is null)
            return SplitRule.AllTraining;
        var rule = new SplitRule(ReadShare(map, "validation"), ReadShare(map, "test"));
        map.RejectOtherKeys();
        if (rule.Validation.Fraction + rule.Test.Fraction >= 1)
            throw new BadInputException(map.Source, "the split leaves nothing to train on", "lower the fractions");
        return rule;
    }

    private static SplitShare ReadShare(YamlMap map, string key)
    {
        var list = map.List(key);
        if (list is null)
            return SplitShare.None;
        if (!map.HasList(key) && double.TryParse(list[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return new(map.Number(key, 0, 0, 0.99), []);
        return new(0, list);
    }
}
