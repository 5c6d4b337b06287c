namespace Concord.Labels;

/// <summary>
/// What the values of a dataset's label files mean: file value to candidate set over a shared label space. Values that
/// mean the same set form one category; losses, sampling and metrics see categories only.
/// </summary>
public sealed class Protocol
{
    private readonly Dictionary<int, byte> _categories = [];

    /// <summary>Makes a protocol.</summary>
    /// <param name="space">The classes.</param>
    /// <param name="meanings">File value to a set that isn't empty.</param>
    /// <param name="excluding">
    /// Values that are known by what they are not, see <see cref="Excluding"/>; null for those of which that is shorter.
    /// </param>
    public Protocol(
        LabelSpace space,
        IReadOnlyDictionary<int, CandidateSet> meanings,
        IEnumerable<int>? excluding = null
    )
    {
        Space = space;
        Meanings = new SortedDictionary<int, CandidateSet>(meanings.ToDictionary());
        var sets = new List<CandidateSet>();
        foreach (var (value, set) in Meanings)
        {
            if (set.Count == 0 || set.Except(space.All).Count != 0)
                throw new ArgumentException($"Value {value} has an empty set or one outside the label space.");
            if (!sets.Contains(set))
                sets.Add(set);
            _categories[value] = (byte)sets.IndexOf(set);
        }

        Excluding = new SortedSet<int>(
            excluding ?? meanings.Where(m => ProtocolParser.Excludes(space.Describe(m.Value))).Select(m => m.Key)
        );

        // Outside a brain mask a voxel is background for certain, whatever the file says; where a file doesn't reach, nothing
        // is known.
        BackgroundCategory = CategoryOf(CandidateSet.Of(0));
        UnknownCategory = CategoryOf(space.All);
        Sets = sets;

        byte CategoryOf(CandidateSet set)
        {
            if (!sets.Contains(set))
                sets.Add(set);
            return (byte)sets.IndexOf(set);
        }
    }

    /// <summary>The classes.</summary>
    public LabelSpace Space { get; }

    /// <summary>What each file value may be, by ascending value.</summary>
    public IReadOnlyDictionary<int, CandidateSet> Meanings { get; }

    /// <summary>
    /// The values of which a person said what they are not, as in <c>not [wmh]</c> or <c>any</c>: in a space of more classes
    /// they may be those too, where others may not.
    /// </summary>
    public IReadOnlySet<int> Excluding { get; }

    /// <summary>The different candidate sets, by category. {background} and the set of all classes are always among them.</summary>
    public IReadOnlyList<CandidateSet> Sets { get; }

    /// <summary>The category whose set is {background}.</summary>
    public byte BackgroundCategory { get; }

    /// <summary>The category whose set is all classes: that of voxels which a label file doesn't reach.</summary>
    public byte UnknownCategory { get; }

    /// <summary>The classes that this dataset labels for themselves: those with a value whose set is only them.</summary>
    public CandidateSet Labelled =>
        Meanings.Values.Where(s => s.IsSingleton).Aggregate(default(CandidateSet), (all, s) => all.Union(s));

    /// <summary>The category of a file value, or -1 if the protocol doesn't list it.</summary>
    public int CategoryOf(int value) => _categories.TryGetValue(value, out var category) ? category : -1;

    /// <summary>What a value means, as a manifest says it.</summary>
    public string Describe(int value)
    {
        var set = Meanings[value];
        string Names(CandidateSet of) => $"[{string.Join(", ", of.Classes.Select(c => Space.Classes[c]))}]";
        if (!Excluding.Contains(value))
            return set.IsSingleton ? Space.Classes[set.First] : Names(set);
        return set == Space.All ? "any" : $"not {Names(Space.All.Except(set))}";
    }

    /// <summary>
    /// What a naive training takes a value for: the only class it can be, or else background, because that is what 0
    /// would be called by a network that knows nothing of the other datasets. A merged set of foreground classes is
    /// taken for its first class.
    /// </summary>
    public static int NaiveClass(CandidateSet set) => set.IsSingleton || !set.Contains(0) ? set.First : 0;
}
