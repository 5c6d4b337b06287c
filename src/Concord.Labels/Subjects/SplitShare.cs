namespace Concord.Labels.Subjects;

/// <summary>Which subjects of a dataset go to one subset: a fraction of them, or these by name.</summary>
/// <param name="Fraction">In [0, 1); 0 if names are given.</param>
/// <param name="Subjects">Subject names; empty if a fraction is given.</param>
public sealed record SplitShare(double Fraction, IReadOnlyList<string> Subjects)
{
    /// <summary>No subject.</summary>
    public static SplitShare None { get; } = new(0, []);

    /// <summary>True if no subject is asked for.</summary>
    public bool IsEmpty => Fraction == 0 && Subjects.Count == 0;
}
