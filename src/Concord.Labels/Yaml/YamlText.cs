using System.Text.RegularExpressions;
using Concord.Imaging;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Concord.Labels.Yaml;

/// <summary>Opens a YAML file whose top is a mapping.</summary>
public static partial class YamlText
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It can't be read, or isn't YAML with a mapping at the top.</exception>
    public static YamlMap Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "can't be read", "check the path and its permissions", e);
        }

        return Parse(text, path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="path">What error messages call it.</param>
    public static YamlMap Parse(string text, string path)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(QuoteNot(text)));
        }
        catch (YamlException e)
        {
            var why = e.InnerException?.Message ?? e.Message;
            throw new BadInputException($"{path}:{e.Start.Line}", $"not valid YAML: {why}", "mend that line", e);
        }

        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode map)
            throw new BadInputException(path, "holds no 'key: value' lines", "see docs/manifest.md for an example");
        if (map.Children.Keys.FirstOrDefault(k => k is not YamlScalarNode) is { } odd)
            throw new BadInputException($"{path}:{odd.Start.Line}", "a key is not a single word", "mend that line");
        return new YamlMap(map, path, "the file");
    }

    /// <summary>A text as a scalar, whatever stands in it.</summary>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // `{ 0: not [wmh] }` reads well but isn't YAML: inside braces a plain word can't hold a bracket. Quoting it keeps every
    // line number.
    private static string QuoteNot(string text) => NotList().Replace(text, "\"$0\"");

    [GeneratedRegex(
        "(?<=[:,{]\\s*)not ?\\[[^\\]\\n\"']*\\]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex NotList();
}
