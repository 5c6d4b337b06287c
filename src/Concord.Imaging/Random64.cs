namespace Concord.Imaging;

/// <summary>
/// A small pseudo-random generator whose sequence is fixed for ever: SplitMix64 (Steele, Lea and Flood 2014). A stream is
/// named by a seed and any number of keys, so that "patch 3 of step 120" is the same whoever draws it, and in any order.
/// </summary>
public struct Random64
{
    private ulong _state;

    /// <summary>Opens the stream that a seed and keys name.</summary>
    public Random64(ulong seed, params ReadOnlySpan<ulong> keys)
    {
        _state = Mix(seed + 0x9E3779B97F4A7C15);
        foreach (var key in keys)
            _state = Mix(_state ^ Mix(key + 0xD1B54A32D192ED03));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 … <paramref name="exclusiveMaximum"/> - 1.</summary>
    public long NextInt64(long exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        return (long)Math.BigMul(NextUInt64(), (ulong)exclusiveMaximum, out _);
    }

    /// <summary>Uniform in 0 … <paramref name="exclusiveMaximum"/> - 1.</summary>
    public int Next(int exclusiveMaximum) => (int)NextInt64(exclusiveMaximum);

    /// <summary>Normal with mean 0 and standard deviation 1 (Box-Muller).</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Shuffles in place (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
