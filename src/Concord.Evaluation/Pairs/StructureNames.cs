using Concord.Evaluation.Rules;
using Concord.Imaging;
using Concord.Labels;

namespace Concord.Evaluation.Pairs;

/// <summary>The structures that pairs of label files hold: all that any of them has, for each of them.</summary>
/// <param name="rules">
/// How it will be measured: a challenge's structures count where a table knows them, also if no file holds them, as long as the
/// table isn't one of more structures than can be told apart.
/// </param>
internal sealed class StructureNames(ChallengeRules? rules)
{
    private readonly List<string> _names = [];

    /// <summary>The names, in the order in which they were met; background is none of them.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The place of a name, whatever its case; -1 if it isn't there.</summary>
    public int IndexOf(string name) => _names.FindIndex(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds what a pair holds.</summary>
    /// <exception cref="BadInputException">A file is unusable.</exception>
    public void Add(string reference, string prediction)
    {
        var (own, theirs) = (LabelTable.Beside(reference), LabelTable.Beside(prediction));
        var (names, guessed) = (own ?? theirs ?? LabelTable.Empty, theirs ?? own ?? LabelTable.Empty);
        Add(names, Values(reference), guessed, Values(prediction));
    }

    /// <summary>Adds what a pair holds.</summary>
    /// <param name="names">What the reference's values are called.</param>
    /// <param name="values">They.</param>
    /// <param name="guessed">What the prediction's values are called.</param>
    /// <param name="found">They.</param>
    public void Add(LabelTable names, IEnumerable<int> values, LabelTable guessed, IEnumerable<int> found)
    {
        Add([.. values.Select(names.NameOf), .. found.Select(guessed.NameOf)]);
        if (rules is null)
            return;
        string[] known = [.. names.Names, .. guessed.Names];
        // A table of hundreds, such as FreeSurfer's, says nothing of what these files are about.
        if (_names.Union(known, StringComparer.OrdinalIgnoreCase).Count() < CandidateSet.MaxClasses)
            Add(known);
    }

    private void Add(IEnumerable<string> names)
    {
        foreach (var name in names)
            if (!name.Equals(LabelSpace.Background, StringComparison.OrdinalIgnoreCase) && IndexOf(name) < 0)
                _names.Add(name);
    }

    private static List<int> Values(string path) => PredictedClasses.Values(ImageFile.Open(path).ToLabels());
}
