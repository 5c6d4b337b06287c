using System.Globalization;
using Concord.Imaging;
using YamlDotNet.RepresentationModel;

namespace Concord.Labels.Yaml;

/// <summary>
/// A YAML mapping that knows where it stands, so that every complaint names file and line. Keys that nobody asked for are
/// an error: a misspelt one must not pass for a default.
/// </summary>
public sealed class YamlMap
{
    private readonly string _path;
    private readonly string _name;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly YamlMappingNode _node;

    internal YamlMap(YamlMappingNode node, string path, string name)
    {
        (_node, _path, _name) = (node, path, name);
    }

    /// <summary>File and line of the mapping's start.</summary>
    public string Source => At(_node);

    /// <summary>The keys as they stand, in order.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.Select(k => ((YamlScalarNode)k).Value ?? "");

    /// <summary>File and line of a key's value.</summary>
    public string SourceOf(string key) => Find(key) is { } node ? At(node) : Source;

    /// <summary>True if the key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>True if the key is there and holds a list.</summary>
    public bool HasList(string key) => Find(key) is YamlSequenceNode;

    /// <summary>A text, or null if the key is absent.</summary>
    public string? Text(string key) => Find(key) is { } node ? Scalar(node, key) : null;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string key) => Text(key) ?? throw Missing(key);

    /// <summary>A whole number within bounds, or the default.</summary>
    public int Integer(string key, int otherwise, int low = int.MinValue, int high = int.MaxValue)
    {
        if (Find(key) is not { } node)
            return otherwise;
        if (
            int.TryParse(Scalar(node, key), CultureInfo.InvariantCulture, out var value)
            && value >= low
            && value <= high
        )
            return value;
        throw new BadInputException(At(node), $"{key} is not a whole number in {low}..{high}", "correct the value");
    }

    /// <summary>A number within bounds, or the default.</summary>
    public double Number(string key, double otherwise, double low, double high)
    {
        if (Find(key) is not { } node)
            return otherwise;
        if (
            double.TryParse(Scalar(node, key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= low
            && value <= high
        )
            return value;
        throw new BadInputException(At(node), $"{key} is not a number in {low}..{high}", "correct the value");
    }

    /// <summary>true or false, or the default.</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (Find(key) is not { } node)
            return otherwise;
        return bool.TryParse(Scalar(node, key), out var value)
            ? value
            : throw new BadInputException(At(node), $"{key} is neither true nor false", "correct the value");
    }

    /// <summary>One of the given words, or the default.</summary>
    public string Choice(string key, string otherwise, params IReadOnlyList<string> words)
    {
        if (Find(key) is not { } node)
            return otherwise;
        var value = Scalar(node, key);
        return words.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new BadInputException(At(node), $"unknown {key} '{value}'", $"known: {string.Join(", ", words)}");
    }

    /// <summary>A list of texts, or null if the key is absent. One text alone is a list of one.</summary>
    public IReadOnlyList<string>? List(string key) =>
        Find(key) switch
        {
            null => null,
            YamlScalarNode scalar => [Scalar(scalar, key)],
            YamlSequenceNode items => [.. items.Children.Select(i => Scalar(i, key))],
            var node => throw new BadInputException(At(node), $"{key} is not a list", "write [a, b, c]"),
        };

    /// <summary>A mapping inside this one, or null if the key is absent.</summary>
    public YamlMap? Map(string key) => Find(key) is { } node ? AsMap(node, key) : null;

    /// <summary>A mapping that must be there.</summary>
    public YamlMap RequiredMap(string key) => Map(key) ?? throw Missing(key);

    /// <summary>A list of mappings that must be there and hold at least one.</summary>
    public IReadOnlyList<YamlMap> RequiredMaps(string key)
    {
        var node = Find(key) ?? throw Missing(key);
        if (node is not YamlSequenceNode { Children.Count: > 0 } items)
            throw new BadInputException(At(node), $"{key} is not a list with entries", "start each entry with '-'");
        return [.. items.Children.Select(i => AsMap(i, key))];
    }

    /// <summary>Complains about the first key that nobody asked for.</summary>
    public void RejectOtherKeys()
    {
        foreach (var (key, value) in _node.Children)
        {
            var name = ((YamlScalarNode)key).Value ?? "";
            if (_asked.Contains(name))
                continue;
            var known = string.Join(", ", _asked.Order(StringComparer.Ordinal));
            throw new BadInputException(At(value), $"unknown key '{name}' in {_name}", $"known: {known}");
        }
    }

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
    }

    private YamlMap AsMap(YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.Keys.All(k => k is YamlScalarNode)
            ? new YamlMap(map, _path, key)
            : throw new BadInputException(At(node), $"{key} is not a mapping", "write { name: value }");

    private string Scalar(YamlNode node, string key) =>
        node is YamlScalarNode { Value: { } value }
            ? value
            : throw new BadInputException(At(node), $"{key} is not a single value", "write one word or number");

    private BadInputException Missing(string key) => new(Source, $"{_name} has no '{key}'", $"add a line '{key}: …'");

    private string At(YamlNode node) => $"{_path}:{node.Start.Line}";
}
