using System.IO.Compression;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>A file, decompressed if its content is gzip whatever its name, read from start to end.</summary>
internal sealed class NiftiStream : IDisposable
{
    private const string StrictValidation = "System.IO.Compression.UseStrictValidation";

    private readonly FileStream _file;
    private readonly Stream _content;

    // Unless told otherwise, .NET takes gzip data that stops before its checksum for whole, and a damaged file for a good
    // one where the damage hides the end. A program that has made its own choice keeps it.
    static NiftiStream()
    {
        if (!AppContext.TryGetSwitch(StrictValidation, out _))
            AppContext.SetSwitch(StrictValidation, true);
    }

    private NiftiStream(FileStream file, bool isCompressed)
    {
        _file = file;
        IsCompressed = isCompressed;
        _content = isCompressed ? new BufferedStream(new GZipStream(file, CompressionMode.Decompress), 1 << 17) : file;
    }

    /// <summary>True if the content is gzip.</summary>
    public bool IsCompressed { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length => _file.Length;

    /// <summary>Opens a file.</summary>
    public static NiftiStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        var isCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return new(file, isCompressed);
    }

    /// <summary>Reads so many bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public byte[] ReadAll(long count)
    {
        var bytes = new byte[count];
        _content.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads what is left, but no more than a limit.</summary>
    public byte[] ReadRest(long limit)
    {
        using var rest = new MemoryStream();
        var block = new byte[4096];
        for (int read; rest.Length < limit && (read = _content.Read(block)) > 0; )
            rest.Write(block, 0, read);
        return rest.ToArray();
    }

    /// <summary>Reads to the end, which checks the gzip checksum, and counts the bytes.</summary>
    public long CountRest()
    {
        var count = 0L;
        var block = new byte[1 << 16];
        for (int read; (read = _content.Read(block)) > 0; )
            count += read;
        return count;
    }

    /// <summary>Passes over so many bytes.</summary>
    public void Skip(long count)
    {
        Span<byte> waste = stackalloc byte[4096];
        while (count > 0)
        {
            var part = waste[..(int)Math.Min(count, waste.Length)];
            _content.ReadExactly(part);
            count -= part.Length;
        }
    }

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }
}
