namespace Concord.Evaluation.Statistics;

/// <summary>
/// How much one sample lies above another (Cliff, Psychol Bull 114:494, 1993): the share of pairs, one of each, in which the
/// first is larger, less the share in which it is smaller.
/// </summary>
public static class CliffsDelta
{
    /// <summary>The delta in [-1, 1]; null if either is empty.</summary>
    public static double? Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count == 0 || second.Count == 0)
            return null;
        var more = first.Sum(a => second.Sum(b => Math.Sign(a - b)));
        return (double)more / (first.Count * second.Count);
    }
}
