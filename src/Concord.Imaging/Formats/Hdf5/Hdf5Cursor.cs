namespace Concord.Imaging.Formats.Hdf5;

/// <summary>Reads the fields of a structure one after the other; numbers are little-endian.</summary>
/// <param name="bytes">The structure, and nothing behind it.</param>
internal sealed class Hdf5Cursor(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Bytes of an address: other files, which are rare, are refused.</summary>
    public const int AddressBytes = 8;

    /// <summary>Bytes of a length.</summary>
    public const int LengthBytes = 8;

    private ReadOnlyMemory<byte> _left = bytes;

    /// <summary>How many bytes are left.</summary>
    public int Left => _left.Length;

    /// <summary>The next byte.</summary>
    public int Byte() => (int)Number(1);

    /// <summary>The next two bytes.</summary>
    public int Word() => (int)Number(2);

    /// <summary>The next number.</summary>
    /// <param name="size">Its bytes, at most 8.</param>
    /// <exception cref="FormatException">It can't be a count, or the structure ends.</exception>
    public long Number(int size)
    {
        var number = 0UL;
        var span = Take(size).Span;
        for (var i = size - 1; i >= 0; i--)
            number = (number << 8) | span[i];
        return number <= long.MaxValue ? (long)number : throw Hdf5File.Damaged("a number is absurd");
    }

    /// <summary>The next length.</summary>
    public long Length() => Number(LengthBytes);

    /// <summary>The next address, or null if it leads nowhere.</summary>
    public long? Address()
    {
        if (_left.Length < AddressBytes || _left.Span[..AddressBytes].ContainsAnyExcept((byte)0xff))
            return Number(AddressBytes);
        Skip(AddressBytes);
        return null;
    }

    /// <summary>The next bytes.</summary>
    /// <exception cref="FormatException">The structure ends before.</exception>
    public ReadOnlyMemory<byte> Take(long count)
    {
        if (count < 0 || count > _left.Length)
            throw Hdf5File.Damaged("a structure is shorter than what it should hold");
        var taken = _left[..(int)count];
        _left = _left[(int)count..];
        return taken;
    }

    /// <summary>What the next bytes hold.</summary>
    public Hdf5Cursor Part(long count) => new(Take(count));

    /// <summary>Passes over bytes.</summary>
    public void Skip(long count) => Take(count);
}
