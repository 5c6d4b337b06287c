using System.Runtime.Intrinsics;

namespace Concord.Evaluation.Metrics;

/// <summary>Replaces each byte by an entry of a table: sixteen at a time where no byte is above 15, as few labels are.</summary>
internal static class ByteTable
{
    private const int Lanes = 16;

    /// <param name="source">Indices into the table.</param>
    /// <param name="table">256 entries.</param>
    /// <param name="target">As long as the source; may be the source.</param>
    public static void Map(ReadOnlySpan<byte> source, ReadOnlySpan<byte> table, Span<byte> target)
    {
        var first = Vector128.Create(table[..Lanes]);
        var largest = Vector128.Create((byte)(Lanes - 1));
        var i = 0;
        for (; i + Lanes <= source.Length; i += Lanes)
        {
            var indices = Vector128.Create(source.Slice(i, Lanes));
            if (Vector128.GreaterThanAny(indices, largest))
                Each(source.Slice(i, Lanes), table, target.Slice(i, Lanes));
            else
                Vector128.Shuffle(first, indices).CopyTo(target[i..]);
        }

        Each(source[i..], table, target[i..]);
    }

    private static void Each(ReadOnlySpan<byte> source, ReadOnlySpan<byte> table, Span<byte> target)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = table[source[i]];
    }
}
