using System.Buffers.Binary;
using System.Text;

namespace Concord.Imaging.Formats.Minc;

/// <summary>A value that netCDF keeps beside a variable: text or numbers, as stored (big-endian).</summary>
internal sealed record NetcdfAttribute(NetcdfType Type, byte[] Bytes)
{
    /// <summary>The text, without the zeros and blanks at its end.</summary>
    public string Text => Encoding.Latin1.GetString(Bytes).TrimEnd('\0', ' ');

    /// <summary>The numbers; none if it is text.</summary>
    public double[] Numbers => ToNumbers(Type, Bytes);

    /// <summary>Numbers as they are stored in attributes and in variables, bytes taken to be signed.</summary>
    public static double[] ToNumbers(NetcdfType type, ReadOnlySpan<byte> bytes)
    {
        if (type == NetcdfType.Char)
            return [];
        var size = NetcdfHeader.BytesOf(type);
        var numbers = new double[bytes.Length / size];
        for (var i = 0; i < numbers.Length; i++)
        {
            var at = bytes[(i * size)..];
            numbers[i] = type switch
            {
                NetcdfType.Byte => (sbyte)at[0],
                NetcdfType.Int16 => BinaryPrimitives.ReadInt16BigEndian(at),
                NetcdfType.Int32 => BinaryPrimitives.ReadInt32BigEndian(at),
                NetcdfType.Float32 => BinaryPrimitives.ReadSingleBigEndian(at),
                _ => BinaryPrimitives.ReadDoubleBigEndian(at),
            };
        }

        return numbers;
    }
}
