using System.IO.Compression;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>How chunks are packed: deflated, their bytes sorted, a checksum behind.</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;

    private readonly List<int> _codes = [];
    private readonly int _elementBytes;

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
            filters._codes.Add(code);
        }

        return filters;
    }

    /// <summary>A chunk as it was before it was packed.</summary>
    /// <param name="stored">It, packed.</param>
    /// <param name="mask">Which filters were left out, a bit each.</param>
    /// <param name="bytes">What it must hold.</param>
    /// <exception cref="FormatException">It doesn't.</exception>
    public byte[] Undo(byte[] stored, long mask, long bytes)
    {
        var chunk = stored;
        for (var i = _codes.Count - 1; i >= 0; i--)
            if ((mask >> i & 1) == 0)
                chunk = _codes[i] switch
                {
                    Deflate => Inflate(chunk, bytes + sizeof(uint)),
                    Shuffle => Unshuffle(chunk),
                    _ => WithoutChecksum(chunk),
                };
        return chunk.Length == bytes ? chunk : throw Hdf5File.Damaged("a chunk holds too little");
    }

    // A chunk that claims to hold much is believed only as far as it does.
    private static byte[] Inflate(byte[] packed, long most)
    {
        using var inflated = new MemoryStream();
        using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        var block = new byte[1 << 16];
        for (int read; (read = stream.Read(block)) > 0; )
        {
            inflated.Write(block, 0, read);
            if (inflated.Length > most)
                throw Hdf5File.Damaged("a chunk holds too much");
        }

        return inflated.ToArray();
    }

    // All first bytes of the elements, then all second ones; what is left over stays.
    private byte[] Unshuffle(byte[] sorted)
    {
        var count = sorted.Length / _elementBytes;
        var chunk = (byte[])sorted.Clone();
        for (var b = 0; b < _elementBytes; b++)
        {
            var from = sorted.AsSpan(b * count, count);
            for (var i = 0; i < count; i++)
                chunk[i * _elementBytes + b] = from[i];
        }

        return chunk;
    }

    private static byte[] WithoutChecksum(byte[] chunk)
    {
        if (chunk.Length < sizeof(uint))
            throw Hdf5File.Damaged("a chunk holds too little");
        var data = chunk[..^sizeof(uint)];
        return Fletcher(data) == BitConverter.ToUInt32(chunk, data.Length)
            ? data
            : throw Hdf5File.Damaged("the checksum of a chunk is wrong");
    }

    // Source: J. Fletcher, IEEE Trans. Commun. 1982, on words of two bytes, the first of which counts more.
    private static uint Fletcher(ReadOnlySpan<byte> data)
    {
        var (low, high) = (0UL, 0UL);
        for (var i = 0; i < data.Length; i += 2)
        {
            low = (low + (uint)(data[i] << 8 | (i + 1 < data.Length ? data[i + 1] : 0))) % 65535;
            high = (high + low) % 65535;
        }

        return (uint)(high << 16 | low);
    }
}
