using System.Buffers.Binary;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>Numbers as they are stored.</summary>
internal static class Hdf5Numbers
{
    /// <summary>The values of numbers; none of what isn't numbers.</summary>
    public static double[] ToDouble(Hdf5Type type, ReadOnlySpan<byte> data)
    {
        if (type.Kind is not (Hdf5Kind.Whole or Hdf5Kind.Real))
            return [];
        var numbers = new double[data.Length / type.Bytes];
        Span<byte> one = stackalloc byte[sizeof(long)];
        for (var i = 0; i < numbers.Length; i++)
        {
            data.Slice(i * type.Bytes, type.Bytes).CopyTo(one);
            var own = one[..type.Bytes];
            if (type.IsBigEndian)
                own.Reverse();
            numbers[i] = type.Kind == Hdf5Kind.Real ? Real(own) : Whole(own, type.IsSigned);
        }

        return numbers;
    }

    private static double Real(ReadOnlySpan<byte> bytes) =>
        bytes.Length == sizeof(float)
            ? BinaryPrimitives.ReadSingleLittleEndian(bytes)
            : BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    private static double Whole(ReadOnlySpan<byte> bytes, bool isSigned)
    {
        var bits = 0UL;
        for (var i = bytes.Length - 1; i >= 0; i--)
            bits = (bits << 8) | bytes[i];
        var unused = 64 - 8 * bytes.Length;
        return isSigned ? (long)(bits << unused) >> unused : bits;
    }
}
