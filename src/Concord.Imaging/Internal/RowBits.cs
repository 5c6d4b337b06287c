using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>A mask with a bit a voxel, in which the nearest voxel of a row is found by counting zeros of words.</summary>
internal sealed class RowBits
{
    private const int Word = 64;
    private readonly int _words;
    private readonly ulong[] _bits;
    private readonly bool[] _hasAny;

    public RowBits(Volume<byte> mask)
    {
        Size = mask.Size;
        _words = (Size.X + Word - 1) / Word;
        _bits = new ulong[_words * Size.Y * Size.Z];
        _hasAny = new bool[Size.Y * Size.Z];
        for (var row = 0; row < _hasAny.Length; row++)
        {
            var voxels = mask.Voxels.AsSpan(row * Size.X, Size.X);
            var first = voxels.IndexOfAnyExcept((byte)0);
            if (first < 0)
                continue;
            _hasAny[row] = IsAny = true;
            Pack(voxels, _bits.AsSpan(row * _words, _words));
        }
    }

    /// <summary>The grid.</summary>
    public GridSize Size { get; }

    /// <summary>Whether a voxel is set.</summary>
    public bool IsAny { get; }

    /// <summary>How many voxels along x the nearest set voxel of a row is away; -1 if the row has none.</summary>
    public int StepsAlong(int row, int x)
    {
        if (!_hasAny[row])
            return -1;
        var bits = _bits.AsSpan(row * _words, _words);
        var (word, bit) = (x / Word, x % Word);
        var (right, left) = (int.MaxValue, int.MaxValue);
        var part = bits[word] >> bit;
        for (var w = word; ; part = bits[w])
        {
            if (part != 0)
            {
                right = BitOperations.TrailingZeroCount(part) + (w == word ? 0 : w * Word - x);
                break;
            }

            if (++w == bits.Length)
                break;
        }

        part = bits[word] << Word - 1 - bit;
        for (var w = word; ; part = bits[w])
        {
            if (part != 0)
            {
                left = BitOperations.LeadingZeroCount(part) + (w == word ? 0 : x - (w * Word + Word - 1));
                break;
            }

            if (--w < 0)
                break;
        }

        return Math.Min(left, right);
    }

    private static void Pack(ReadOnlySpan<byte> voxels, Span<ulong> bits)
    {
        var x = 0;
        for (; x + Vector256<byte>.Count <= voxels.Length; x += Vector256<byte>.Count)
        {
            var isZero = Vector256.Equals(
                Vector256.Create(voxels.Slice(x, Vector256<byte>.Count)),
                Vector256<byte>.Zero
            );
            bits[x / Word] |= (ulong)~isZero.ExtractMostSignificantBits() << x % Word;
        }

        for (; x < voxels.Length; x++)
            if (voxels[x] != 0)
                bits[x / Word] |= 1UL << x % Word;
    }
}
