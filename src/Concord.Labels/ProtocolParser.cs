using Concord.Imaging;

namespace Concord.Labels;

/// <summary>Reads one meaning of a protocol: <c>gm</c>, <c>[wm, wmh]</c>, <c>not [wmh]</c>, <c>not wmh</c> or <c>any</c>.</summary>
public static class ProtocolParser
{
    private const string Any = "any";
    private const string Not = "not ";

    /// <summary>Whether a meaning is said by what it is not, or to be anything.</summary>
    public static bool Excludes(string text) =>
        text.Trim() is var t
        && (t == Any || t.StartsWith(Not, StringComparison.Ordinal) || t.StartsWith("not[", StringComparison.Ordinal));

    /// <summary>Reads a meaning.</summary>
    /// <param name="text">As it stands in the manifest.</param>
    /// <param name="space">The classes that may be named.</param>
    /// <param name="source">File and line, for the error message.</param>
    /// <exception cref="BadInputException">It names an unknown class, or leaves no class.</exception>
    public static CandidateSet Parse(string text, LabelSpace space, string source)
    {
        var trimmed = text.Trim();
        if (trimmed == Any)
            return space.All;
        if (!Excludes(trimmed))
            return Classes(trimmed, space, source);

        var rest = space.All.Except(Classes(trimmed[3..], space, source));
        if (rest.Count == 0)
            throw new BadInputException(source, $"'{text}' leaves no class", "name fewer classes after 'not'");
        return rest;
    }

    private static CandidateSet Classes(string list, LabelSpace space, string source)
    {
        var names = list.Trim().TrimStart('[').TrimEnd(']').Split(',', StringSplitOptions.TrimEntries);
        var set = default(CandidateSet);
        foreach (var name in names)
        {
            var index = space.IndexOf(name);
            if (index < 0)
            {
                var problem = name.Length == 0 ? "a class name is missing" : $"unknown class '{name}'";
                throw new BadInputException(source, problem, $"classes are {string.Join(", ", space.Classes)}");
            }

            set = set.Union(CandidateSet.Of(index));
        }

        return set;
    }
}
