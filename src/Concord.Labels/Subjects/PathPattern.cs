using System.Text.RegularExpressions;
using Concord.Imaging;

namespace Concord.Labels.Subjects;

/// <summary>
/// A path with <c>*</c> for what differs between subjects, such as <c>sub-*/anat/sub-*_T1w.nii.gz</c>. A star stands for
/// anything within one folder or file name, but not for the beginning of a hidden one, as in a shell. What the stars stand
/// for names the subject: the different values in order, joined by <c>_</c>. Person 02 and session 02 are not the same, but
/// a name within a name is: a star counts once if it follows the same letters as an equal one in a folder above, such as
/// <c>sub-</c>; or if it is a part of a name and either of them follows none; or if it is all before it, so joined. A
/// pattern that ends in <c>/</c> stands for folders: DICOM series.
/// </summary>
public sealed class PathPattern
{
    private readonly string[] _names;
    private readonly Regex[] _segments;
    private readonly Star[] _stars;
    private readonly bool _areFolders;

    private PathPattern(string text, string[] names)
    {
        (Text, _names, _segments) = (text, names, [.. names.Select(Translate)]);
        _areFolders = text.EndsWith('/');
        _stars = [.. names.SelectMany((_, i) => StarsOf(i))];
    }

    /// <summary>As it stands in the manifest.</summary>
    public string Text { get; }

    /// <summary>True if it holds no star: it names one file, which all subjects share.</summary>
    public bool IsShared => !Text.Contains('*', StringComparison.Ordinal);

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">As it stands in the manifest.</param>
    /// <param name="source">File and line, for the error message.</param>
    /// <param name="mayBeShared">Whether it may name one file for all subjects, without a star.</param>
    /// <exception cref="BadInputException">It is empty, absolute, leaves the root, or lacks its star.</exception>
    public static PathPattern Parse(string text, string source, bool mayBeShared = false)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new BadInputException(source, "an empty pattern", "write one such as \"*/T1.nii.gz\"");
        text = text.Replace('\\', '/');
        var parts = (text.EndsWith('/') ? text[..^1] : text).Split('/').Where(part => part != ".").ToArray();
        if (Path.IsPathRooted(text) || parts.Contains("..") || parts.Contains("") || parts.Length == 0)
            throw new BadInputException(source, $"'{text}' leaves the dataset's root", "write it relative to root");
        if (!text.Contains('*') && !mayBeShared || text.Contains("**"))
            throw new BadInputException(
                source,
                $"'{text}' needs '*' where the subject's name stands",
                "e.g. \"*/T1.nii.gz\""
            );
        return new(text, parts);
    }

    /// <summary>Every file below a folder that matches, by subject name; a shared one by an empty name.</summary>
    /// <exception cref="BadInputException">Two files give the same subject name.</exception>
    public SortedDictionary<string, string> Match(string root)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (captures, path) in Walk(root, 0, []))
        {
            var name = NameOf(captures);
            if (!found.TryAdd(name, path))
                throw new BadInputException(
                    path,
                    $"matches '{Text}' as '{name}', as does {found[name]}",
                    "narrow the pattern"
                );
        }

        return found;
    }

    private IEnumerable<Star> StarsOf(int depth)
    {
        var literals = _names[depth].Split('*');
        var isLast = depth == _names.Length - 1;
        // A folder of a series is called after what is in it; any other that a star ends is a level.
        var isLevel = isLast ? _areFolders && literals is ["", ""] : literals is [_, ""];
        return literals.SkipLast(1).Select(literal => new Star(literal.TrimStart('_'), depth, isLevel));
    }

    private string NameOf(string[] captures)
    {
        var parts = new List<string>();
        for (var i = 0; i < captures.Length; i++)
        {
            var equal = Enumerable.Range(0, i).Where(k => captures[k] == captures[i]).Select(k => _stars[k]);
            var isJoined = !_stars[i].IsLevel && parts.Count > 1 && captures[i] == string.Join('_', parts);
            if (!isJoined && !equal.Any(_stars[i].MayRepeat))
                parts.Add(captures[i]);
        }

        return string.Join('_', parts);
    }

    private IEnumerable<(string[] Captures, string Path)> Walk(string folder, int depth, string[] captures)
    {
        var isLast = depth == _segments.Length - 1;
        foreach (var entry in Entries(folder, depth).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(entry);
            // A name that begins with a dot is no subject's, but what something is being written under.
            if (name.StartsWith('.') && !_names[depth].StartsWith('.'))
                continue;
            var match = _segments[depth].Match(name);
            if (!match.Success)
                continue;
            string[] all = [.. captures, .. match.Groups.Values.Skip(1).Select(g => g.Value)];
            if (isLast)
                yield return (all, entry);
            else
                foreach (var deeper in Walk(entry, depth + 1, all))
                    yield return deeper;
        }
    }

    private List<string> Entries(string folder, int depth)
    {
        // Of a folder that any name would have matched nobody said that a subject is in it: lost+found, or another's.
        var isAny = depth > 0 && _names[depth - 1] == "*";
        var options = new EnumerationOptions { IgnoreInaccessible = isAny, AttributesToSkip = FileAttributes.None };
        try
        {
            return depth == _segments.Length - 1 && !_areFolders
                ? [.. Directory.EnumerateFiles(folder, "*", options)]
                : [.. Directory.EnumerateDirectories(folder, "*", options)];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or System.Security.SecurityException)
        {
            // Left out in silence, a dozen subjects of hundreds would be missed by nobody.
            throw new BadInputException(
                folder,
                "can't be looked into: access denied",
                "ask for the right to read it, or narrow the pattern",
                e
            );
        }
    }

    /// <summary>A star, the letters before it, the depth of its folder, and whether it stands for a whole level.</summary>
    private readonly record struct Star(string Key, int Depth, bool IsLevel)
    {
        public bool MayRepeat(Star other) =>
            other.Depth < Depth
            && (Key.Length > 0 && Key == other.Key || !IsLevel && (Key.Length == 0 || other.Key.Length == 0));
    }

    private static Regex Translate(string segment)
    {
        var literal = segment.Split('*').Select(Regex.Escape);
        return new($"^{string.Join("(.+?)", literal)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
