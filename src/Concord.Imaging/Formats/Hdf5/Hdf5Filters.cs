using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>How chunks are packed: deflated, their bytes sorted, a checksum behind.</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;

    private readonly List<int> _codes = [];
    private readonly int _elementBytes;

    // Used for one chunk after the other.
    private byte[] _inflated = [];
    private byte[] _unshuffled = [];

    private Hdf5Filters(int elementBytes) => _elementBytes = elementBytes;

    /// <summary>Reads what a message says; nothing is packed if there is none.</summary>
    /// <exception cref="FormatException">It is damaged, or names an unknown filter.</exception>
    public static Hdf5Filters Read(Hdf5Cursor? message, int elementBytes)
    {
        var filters = new Hdf5Filters(elementBytes);
        if (message is null)
            return filters;
        var (version, count) = (message.Byte(), message.Byte());
        message.Skip(version == 1 ? 6 : 0);
        for (var i = 0; i < count; i++)
        {
            var code = message.Word();
            var nameBytes = version == 1 || code >= 256 ? message.Word() : 0;
            message.Skip(2); // whether it may be left out, which each chunk says too
            var values = message.Word();
            message.Skip(version == 1 ? nameBytes + (-nameBytes & 7) : nameBytes);
            message.Skip(4L * values + (version == 1 ? 4 * (values & 1) : 0));
            if (code is not (Deflate or Shuffle or Fletcher32))
                throw Hdf5File.Unknown($"filter {code}");
            if (filters._codes.Contains(code))
                throw Hdf5File.Unknown($"filter {code} twice");
            filters._codes.Add(code);
        }

        return filters;
    }

    /// <summary>The most bytes that a packed chunk holds.</summary>
    public long MostOf(long stored) => _codes.Contains(Deflate) ? ImageStream.MostOf(stored) : stored;

    /// <summary>A chunk as it was before it was packed, until the next is asked for.</summary>
    /// <param name="stored">It, packed.</param>
    /// <param name="mask">Which filters were left out, a bit each.</param>
    /// <param name="bytes">What it must hold.</param>
    /// <exception cref="FormatException">It doesn't.</exception>
    public ReadOnlySpan<byte> Undo(byte[] stored, long mask, int bytes)
    {
        var chunk = stored.AsSpan();
        for (var i = _codes.Count - 1; i >= 0; i--)
            if ((mask >> i & 1) == 0)
                chunk = _codes[i] switch
                {
                    Deflate => Inflate(chunk, bytes),
                    Shuffle => Unshuffle(chunk),
                    _ => WithoutChecksum(chunk),
                };
        return chunk.Length == bytes ? chunk : throw Hdf5File.Damaged("a chunk holds another number of bytes");
    }

    private Span<byte> Inflate(ReadOnlySpan<byte> packed, int bytes)
    {
        // A checksum may be packed too, and a byte more shows that there are too many.
        if (_inflated.Length < bytes + sizeof(uint) + 1)
            _inflated = new byte[bytes + sizeof(uint) + 1];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            return _inflated.AsSpan(0, stream.ReadAtLeast(_inflated, _inflated.Length, throwOnEndOfStream: false));
        }
        catch (InvalidDataException)
        {
            throw Hdf5File.Damaged("a packed chunk is damaged");
        }
    }

    // All first bytes of the elements, then all second ones; what is left over stays.
    private Span<byte> Unshuffle(ReadOnlySpan<byte> sorted)
    {
        if (_unshuffled.Length < sorted.Length)
            _unshuffled = new byte[sorted.Length];
        var count = sorted.Length / _elementBytes;
        var chunk = _unshuffled.AsSpan(0, sorted.Length);
        sorted[(count * _elementBytes)..].CopyTo(chunk[(count * _elementBytes)..]);
        for (var b = 0; b < _elementBytes; b++)
        {
            var from = sorted.Slice(b * count, count);
            for (var i = 0; i < count; i++)
                chunk[i * _elementBytes + b] = from[i];
        }

        return chunk;
    }

    private static Span<byte> WithoutChecksum(Span<byte> chunk)
    {
        if (chunk.Length < sizeof(uint))
            throw Hdf5File.Damaged("a chunk holds too little");
        var data = chunk[..^sizeof(uint)];
        return Fletcher(data) == BinaryPrimitives.ReadUInt32LittleEndian(chunk[data.Length..])
            ? data
            : throw Hdf5File.Damaged("the checksum of a chunk is wrong");
    }

    // Source: J. Fletcher, IEEE Trans. Commun. 1982, on words of two bytes, the first of which counts more. The library adds
    // what is carried instead of dividing: a sum is 0 only of zeros, and 65535 where division leaves 0.
    private static uint Fletcher(ReadOnlySpan<byte> data)
    {
        const uint Most = 65535;
        var (low, high) = (0u, 0u);
        for (var i = 0; i < data.Length; i += 2)
        {
            low += (uint)(data[i] << 8 | (i + 1 < data.Length ? data[i + 1] : 0));
            low = low > Most ? low - Most : low;
            high += low;
            high = high > Most ? high - Most : high;
        }

        return high << 16 | low;
    }
}
