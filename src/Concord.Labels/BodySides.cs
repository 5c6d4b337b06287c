using System.Text.RegularExpressions;

namespace Concord.Labels;

/// <summary>
/// Classes of which there is one on either side of the body, told by their names: <c>Left-Hippocampus</c> and
/// <c>Right-Hippocampus</c>, <c>ctx-lh-insula</c> and <c>ctx-rh-insula</c>, <c>amygdala_L</c> and <c>amygdala_R</c>. Who
/// mirrors an image left-right must swap them.
/// </summary>
public sealed partial class BodySides
{
    private static readonly (string Left, string Right)[] Words = [("left", "right"), ("lh", "rh"), ("l", "r")];

    private readonly int[] _opposite;

    private BodySides(int[] opposite) => _opposite = opposite;

    /// <summary>The classes that have a side and no counterpart: with them, nothing that is mirrored has a name.</summary>
    public IEnumerable<int> Unpaired => Enumerable.Range(0, _opposite.Length).Where(c => _opposite[c] < 0);

    /// <summary>Whether any class has a side.</summary>
    public bool HaveAny => _opposite.Where((other, c) => other != c).Any();

    /// <summary>Finds the pairs of a label space.</summary>
    public static BodySides Of(LabelSpace space)
    {
        var words = space.Classes.Select(WordsOf).ToList();
        var opposite = new int[space.Count];
        for (var c = 0; c < opposite.Length; c++)
        {
            var mirrored = words[c].Split(' ').Select(Other).ToArray();
            var name = string.Join(' ', mirrored);
            opposite[c] = name == words[c] ? c : words.IndexOf(name);
        }

        return new(opposite);
    }

    /// <summary>What a set is once the image is mirrored; null if one of its classes has no counterpart.</summary>
    public CandidateSet? Mirror(CandidateSet set)
    {
        var mirrored = default(CandidateSet);
        foreach (var c in set.Classes)
        {
            if (_opposite[c] < 0)
                return null;
            mirrored = mirrored.Union(CandidateSet.Of(_opposite[c]));
        }

        return mirrored;
    }

    private static string Other(string word)
    {
        foreach (var (left, right) in Words)
            if (word == left || word == right)
                return word == left ? right : left;
        return word;
    }

    private static string WordsOf(string name) =>
        string.Join(' ', Word().Matches(name).Select(m => m.Value.ToLowerInvariant()));

    // Words of a name: what separators, capitals and digits divide.
    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+|[0-9]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
