using System.Globalization;
using Concord.Imaging;

namespace Concord.Labels;

/// <summary>What the integers of a label file mean: BIDS's <c>dseg.tsv</c>.</summary>
public sealed class LabelTable
{
    private const string FileName = "dseg.tsv";
    private readonly Dictionary<int, string> _names;

    private LabelTable(Dictionary<int, string> names) => _names = names;

    /// <summary>A table without names.</summary>
    public static LabelTable Empty { get; } = new([]);

    /// <summary>The table in the folder of a label file; null if there is none.</summary>
    /// <exception cref="BadInputException">The table lacks the columns <c>index</c> and <c>name</c>, or an index is no integer.</exception>
    public static LabelTable? Beside(string labelFile)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(labelFile))!, FileName);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>
    /// A value's name, with hyphens for spaces: <c>Gray-Matter</c>; <c>label-5</c> for a value 5 that has no name.
    /// </summary>
    public string NameOf(int value) =>
        _names.GetValueOrDefault(value) is { Length: > 0 } name ? name : $"label-{value}";

    /// <summary>Every name, by ascending value.</summary>
    public IEnumerable<string> Names => _names.Keys.Order().Where(v => v != 0).Select(NameOf);

    private static LabelTable Read(string path)
    {
        var rows = Lines(path).Where(l => l.Length > 0).Select(l => l.Split('\t')).ToList();
        var heading = rows.Count > 0 ? rows[0] : [];
        var (index, name) = (Array.IndexOf(heading, "index"), Array.IndexOf(heading, "name"));
        if (index < 0 || name < 0)
            throw new BadInputException(path, "has no columns index and name", "write it as BIDS asks, with tabs");
        var names = new Dictionary<int, string>();
        for (var i = 1; i < rows.Count; i++)
        {
            if (
                rows[i].Length <= Math.Max(index, name)
                || !int.TryParse(rows[i][index], CultureInfo.InvariantCulture, out var value)
            )
                throw new BadInputException($"{path}:{i + 1}", "is no row of index and name", "mend the row");
            names[value] = Clean(rows[i][name]);
        }

        return new(names);
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "can't be read", "check its permissions", e);
        }
    }

    // BIDS allows any text; classes here are words.
    private static string Clean(string name) =>
        string.Join('-', name.Split([' ', '[', ']', ',', '{', '}', ':', '#'], StringSplitOptions.RemoveEmptyEntries));
}
