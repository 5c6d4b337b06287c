namespace Concord.Imaging;

/// <summary>
/// Values by their rank among others, exactly and without sorting: counted by their upper 16 bits, and those that share them
/// with one that is sought by their lower ones.
/// </summary>
public static class OrderStatistics
{
    private const int Half = 16;

    /// <summary>The values that would stand at some places if all were sorted, the smallest at 0.</summary>
    /// <param name="values">In any order; all finite.</param>
    /// <param name="ranks">From 0 to one less than there are values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public static float[] Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> ranks)
    {
        foreach (var rank in ranks)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rank, (uint)values.Length, nameof(ranks));
        var counts = new int[1 << Half];
        foreach (var value in values)
            counts[Key(value) >> Half]++;
        var found = new float[ranks.Length];
        for (var i = 0; i < ranks.Length; i++)
        {
            var (upper, before) = Place(counts, ranks[i]);
            var lower = new int[1 << Half];
            foreach (var value in values)
                if (Key(value) is var key && key >> Half == upper)
                    lower[key & 0xFFFF]++;
            found[i] = Value((uint)upper << Half | (uint)Place(lower, ranks[i] - before).Index);
        }

        return found;
    }

    // The entry that holds a rank, and how many come before it.
    private static (int Index, int Before) Place(int[] counts, int rank)
    {
        var (index, before) = (0, 0);
        for (; before + counts[index] <= rank; index++)
            before += counts[index];
        return (index, before);
    }

    // IEEE 754's bits rise with the value if the sign is turned round, and all others of negative numbers too.
    private static uint Key(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return bits ^ ((uint)((int)bits >> 31) | 0x80000000);
    }

    private static float Value(uint key) =>
        BitConverter.UInt32BitsToSingle((key & 0x80000000) != 0 ? key ^ 0x80000000 : ~key);
}
