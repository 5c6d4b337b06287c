using System.Buffers.Binary;
using System.Numerics;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>
/// The checksum of HDF5's structures, and the hash of its names: Bob Jenkins' lookup3 with nothing to begin from.
/// Source: B. Jenkins, "lookup3.c", 2006, <c>hashlittle</c>.
/// </summary>
internal static class Hdf5Checksum
{
    /// <summary>The checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var (a, b, c) = Mixed(bytes, out var rest);
        if (rest.IsEmpty)
            return c;
        Span<byte> block = stackalloc byte[12];
        block.Clear();
        rest.CopyTo(block);
        Add(block, ref a, ref b, ref c);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }

    // All blocks of 12 bytes but the last, which is left though it be whole.
    private static (uint A, uint B, uint C) Mixed(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        var a = 0xdeadbeef + (uint)bytes.Length;
        var (b, c) = (a, a);
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            Add(bytes, ref a, ref b, ref c);
            a = (a - c) ^ BitOperations.RotateLeft(c, 4);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 6);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 8);
            b += a;
            a = (a - c) ^ BitOperations.RotateLeft(c, 16);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 19);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 4);
            b += a;
        }

        rest = bytes;
        return (a, b, c);
    }

    private static void Add(ReadOnlySpan<byte> block, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(block);
        b += BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
    }
}
