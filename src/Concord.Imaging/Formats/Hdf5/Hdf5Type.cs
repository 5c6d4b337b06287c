namespace Concord.Imaging.Formats.Hdf5;

/// <summary>What the elements of an array are.</summary>
/// <param name="Kind">Numbers or text.</param>
/// <param name="Bytes">Of an element.</param>
/// <param name="IsSigned">True for whole numbers that may be negative.</param>
/// <param name="IsBigEndian">True if the first byte counts most.</param>
/// <param name="IsNamed">True for numbers that have names each ("enumeration"), as those of label maps.</param>
internal sealed record Hdf5Type(Hdf5Kind Kind, int Bytes, bool IsSigned, bool IsBigEndian, bool IsNamed = false)
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads what a message says.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static Hdf5Type Read(Hdf5Cursor message) => Read(message, isInside: false);

    private static Hdf5Type Read(Hdf5Cursor message, bool isInside)
    {
        const int Enumeration = 8;
        var first = message.Byte();
        var bits = message.Number(3);
        var bytes = message.Number(4);
        if (first >> 4 is < 1 or > 5 || bytes is < 1 or > MaxBytes)
            throw Hdf5File.Damaged("the type of an array is wrong");
        var isBigEndian = (bits & 1) != 0;
        return (first & 0xF) switch
        {
            0 when IsWhole(message, bytes) => new(Hdf5Kind.Whole, (int)bytes, (bits & 8) != 0, isBigEndian),
            1 when IsIeee(message, bytes) => new(Hdf5Kind.Real, (int)bytes, true, isBigEndian),
            3 => new(Hdf5Kind.Text, (int)bytes, false, false),
            9 when (bits & 0xF) == 1 => new(Hdf5Kind.TextElsewhere, (int)bytes, false, false),
            // First comes what the names are numbered by.
            Enumeration
                when !isInside
                    && Read(message, isInside: true) is { Kind: Hdf5Kind.Whole } numbers
                    && numbers.Bytes == bytes => numbers with
            {
                IsNamed = true,
            },
            _ => new(Hdf5Kind.Other, (int)bytes, false, false),
        };
    }

    // Not fewer bits than its bytes have.
    private static bool IsWhole(Hdf5Cursor message, long bytes) =>
        bytes is 1 or 2 or 4 or 8 && message.Word() == 0 && message.Word() == 8 * bytes;

    private static bool IsIeee(Hdf5Cursor message, long bytes)
    {
        int[] single = [23, 8, 0, 23, 127];
        int[] twice = [52, 11, 0, 52, 1023];
        if (bytes is not (4 or 8) || message.Word() != 0 || message.Word() != 8 * bytes)
            return false;
        // Where the exponent is and its length, the same of the mantissa, and the bias.
        int[] found = [message.Byte(), message.Byte(), message.Byte(), message.Byte(), (int)message.Number(4)];
        return found.SequenceEqual(bytes == 4 ? single : twice);
    }
}
