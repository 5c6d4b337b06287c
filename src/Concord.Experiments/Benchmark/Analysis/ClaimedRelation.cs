namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>What a claim says of ACE's Dice beside another method's.</summary>
public enum ClaimedRelation
{
    /// <summary>Higher on every structure.</summary>
    Higher,

    /// <summary>Lower on every structure.</summary>
    Lower,

    /// <summary>On no structure lower by more than <see cref="Claim.Margin"/>.</summary>
    NotLower,

    /// <summary>Neither higher nor lower.</summary>
    NotDifferent,
}
