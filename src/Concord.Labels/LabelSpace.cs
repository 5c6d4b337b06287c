using Concord.Imaging;

namespace Concord.Labels;

/// <summary>
/// The classes that one model tells apart, in the order of its output channels. Class 0 is always <c>background</c>.
/// </summary>
public sealed class LabelSpace
{
    /// <summary>The name that class 0 must have.</summary>
    public const string Background = "background";

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    /// <summary>Makes a label space.</summary>
    /// <param name="classes">2 to 64 different names, the first of them <c>background</c>.</param>
    /// <param name="source">Where the names stand, for the error message.</param>
    /// <exception cref="BadInputException">A name is doubled, empty or a word of the protocol language.</exception>
    public LabelSpace(IReadOnlyList<string> classes, string source = "classes")
    {
        if (classes.Count is < 2 or > CandidateSet.MaxClasses)
            throw new BadInputException(source, $"{classes.Count} classes", $"give 2 to {CandidateSet.MaxClasses}");
        if (classes[0] != Background)
            throw new BadInputException(source, $"the first class is '{classes[0]}'", $"put {Background} first");
        foreach (var name in classes)
        {
            if (string.IsNullOrWhiteSpace(name) || name is "any" or "not" || name.AsSpan().ContainsAny("[],{}:#\t "))
                throw new BadInputException(source, $"'{name}' can't name a class", "use letters, digits, - and _");
            if (!_indices.TryAdd(name, _indices.Count))
                throw new BadInputException(source, $"the class '{name}' stands twice", "name each class once");
        }

        Classes = [.. classes];
        All = CandidateSet.All(classes.Count);
    }

    /// <summary>The names, in channel order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How many classes there are.</summary>
    public int Count => Classes.Count;

    /// <summary>The set of all classes: what a voxel that teaches nothing may be.</summary>
    public CandidateSet All { get; }

    /// <summary>The channel of a class, or -1 if there is none of this name.</summary>
    public int IndexOf(string name) => _indices.GetValueOrDefault(name, -1);

    /// <summary>The set as a person writes it: <c>gm</c>, <c>[wm, wmh]</c>, <c>not [wmh]</c> or <c>any</c>.</summary>
    public string Describe(CandidateSet set)
    {
        if (set == All)
            return "any";
        if (set.IsSingleton)
            return Classes[set.First];
        var rest = All.Except(set);
        return set.Count <= rest.Count || rest.Contains(0) ? Names(set) : "not " + Names(rest);
    }

    private string Names(CandidateSet set) => "[" + string.Join(", ", set.Classes.Select(c => Classes[c])) + "]";
}
