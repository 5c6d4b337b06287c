using System.Numerics;

namespace Concord.Labels;

/// <summary>
/// The set of classes that a voxel may be, as one bit a class. A voxel that is certainly grey matter has the set {gm}; a
/// lesion dataset's 0 has every class but its lesions; an unusable voxel has all classes and so teaches nothing.
/// </summary>
/// <param name="Bits">Bit c is set if class c of the label space is a candidate.</param>
public readonly record struct CandidateSet(ulong Bits)
{
    /// <summary>The largest label space that fits.</summary>
    public const int MaxClasses = 64;

    /// <summary>The number of candidates.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>True if there is one candidate only: an ordinary label.</summary>
    public bool IsSingleton => BitOperations.IsPow2(Bits);

    /// <summary>The lowest candidate, which is the only one of a singleton.</summary>
    public int First => BitOperations.TrailingZeroCount(Bits);

    /// <summary>The candidates in ascending order.</summary>
    public IEnumerable<int> Classes
    {
        get
        {
            for (var bits = Bits; bits != 0; bits &= bits - 1)
                yield return BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>The set of these classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is not in 0 … 63.</exception>
    public static CandidateSet Of(params ReadOnlySpan<int> classes)
    {
        var bits = 0UL;
        foreach (var c in classes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(c);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(c, MaxClasses);
            bits |= 1UL << c;
        }

        return new(bits);
    }

    /// <summary>The set of classes 0 … <paramref name="count"/> - 1.</summary>
    public static CandidateSet All(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxClasses);
        return new(count == MaxClasses ? ulong.MaxValue : (1UL << count) - 1);
    }

    /// <summary>True if the class is a candidate.</summary>
    public bool Contains(int c) => (Bits >> c & 1) != 0;

    /// <summary>What is in both.</summary>
    public CandidateSet Intersect(CandidateSet other) => new(Bits & other.Bits);

    /// <summary>What is in either.</summary>
    public CandidateSet Union(CandidateSet other) => new(Bits | other.Bits);

    /// <summary>What is here and not in the other.</summary>
    public CandidateSet Except(CandidateSet other) => new(Bits & ~other.Bits);
}
