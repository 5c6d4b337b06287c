namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>A statement about ACE and another method that a comparison can confirm or contradict.</summary>
/// <param name="Text">The statement in words.</param>
/// <param name="Rival">The other method.</param>
/// <param name="Structures">The classes that it is about.</param>
/// <param name="Relation">What it says.</param>
public sealed record Claim(string Text, string Rival, IReadOnlyList<string> Structures, ClaimedRelation Relation)
{
    /// <summary>A difference of Dice that nobody would choose a method for.</summary>
    public const double Margin = 0.01;

    /// <summary>Whose Dice stands first: ACE, unless said otherwise.</summary>
    public string Method { get; init; } = MethodCatalog.Reference;

    /// <summary>
    /// The fewest subjects that decide: a percentile interval of five holds the mean of normal differences in 83 % of
    /// cases, one of two in half of them.
    /// </summary>
    public const int LeastSubjects = 5;

    /// <summary>How much higher <see cref="ClaimedRelation.Higher"/> means at least.</summary>
    public double Least { get; init; }

    /// <summary>The comparisons that it is about; fewer than its structures where some are missing.</summary>
    /// <param name="comparisons">Of <see cref="Method"/> with other methods.</param>
    public IReadOnlyList<PairedComparison> Evidence(IEnumerable<PairedComparison> comparisons) =>
        [.. comparisons.Where(c => c.Method == Rival && Structures.Contains(c.Structure))];

    /// <summary>
    /// Whether the 95 % intervals of the differences confirm it: true or false; null where they allow both, and for what isn't
    /// there or comes from fewer than <see cref="LeastSubjects"/>, unless another structure contradicts it.
    /// </summary>
    /// <param name="comparisons">Of <see cref="Method"/> with other methods.</param>
    public bool? IsReproduced(IEnumerable<PairedComparison> comparisons)
    {
        var answers = Evidence(comparisons)
            .Select(c => c.Difference is { } d && c.Test.Count >= LeastSubjects ? Answer(d.Low, d.High) : null)
            .ToList();
        return answers.Contains(false) ? false
            : answers.Contains(null) || answers.Count < Structures.Count ? null
            : true;
    }

    private bool? Answer(double low, double high) =>
        Relation switch
        {
            ClaimedRelation.Higher => Answer(low > Least, high <= Least),
            ClaimedRelation.Lower => Answer(high < 0, low >= 0),
            ClaimedRelation.NotLower => Answer(low >= -Margin, high < -Margin),
            _ => low <= 0 && high >= 0,
        };

    private static bool? Answer(bool isConfirmed, bool isContradicted) =>
        isConfirmed ? true
        : isContradicted ? false
        : null;
}
