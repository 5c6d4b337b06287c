using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Concord.Imaging.Internal;

/// <summary>A file, decompressed if its content is gzip whatever its name, read from start to end.</summary>
internal sealed class ImageStream : IDisposable
{
    // Deflate can't shrink its input by more than this (RFC 1951: 258 bytes by one bit of literal and one of distance).
    private const long DeflateLimit = 1032;
    private const string StrictValidation = "System.IO.Compression.UseStrictValidation";

    private const int Chunk = 1 << 22;

    private readonly Stream _file;
    private readonly Stream _content;

    // What unpacking surely gives if the file is whole.
    private readonly long _promised;

    // Unless told otherwise, .NET takes gzip data that stops before its checksum for whole, and a damaged file for a good
    // one where the damage hides the end. A program that has made its own choice keeps it.
    static ImageStream()
    {
        if (!AppContext.TryGetSwitch(StrictValidation, out _))
            AppContext.SetSwitch(StrictValidation, true);
    }

    private ImageStream(Stream file, Stream content, bool isCompressed, long most, long promised)
    {
        (_file, _content, IsCompressed, MostBytes, _promised) = (file, content, isCompressed, most, promised);
    }

    /// <summary>True if the content is compressed.</summary>
    public bool IsCompressed { get; }

    /// <summary>The most bytes that can be read: those on disk or, if they are compressed, what they may unpack to.</summary>
    public long MostBytes { get; }

    /// <summary>How many bytes have been read or passed over.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a file.</summary>
    public static ImageStream Open(string path) =>
        Of(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17));

    /// <summary>Opens a file, reads it, and says in one line why that failed.</summary>
    /// <exception cref="BadInputException">See <see cref="Guard"/>.</exception>
    public static T Read<T>(string path, Func<ImageStream, T> read) =>
        Guard(
            path,
            () =>
            {
                using var file = Open(path);
                return read(file);
            }
        );

    /// <summary>Takes what stands in a stream that can be searched.</summary>
    public static ImageStream Of(Stream file)
    {
        var isCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        if (!isCompressed)
        {
            file.Position = 0;
            return new(file, file, isCompressed: false, file.Length, file.Length);
        }

        // The last four bytes of gzip are the length of what it holds, if it is one member (RFC 1952).
        Span<byte> length = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - length.Length);
        _ = file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false);
        var promised = BinaryPrimitives.ReadUInt32LittleEndian(length);
        file.Position = 0;
        return new(file, Unpacked(file, isZlib: false), isCompressed: true, MostOf(file.Length), promised);
    }

    /// <summary>What is left, unpacked. This stream must live longer.</summary>
    /// <param name="isZlib">True for zlib's format, false for gzip's.</param>
    public ImageStream Unpack(bool isZlib) =>
        new(Stream.Null, Unpacked(_content, isZlib), isCompressed: true, MostOf(MostBytes - Position), promised: 0);

    /// <summary>Reads to the end of a line of Latin-1; null at the end of the file.</summary>
    /// <exception cref="FormatException">The line is longer than any that a header has.</exception>
    public string? ReadLine()
    {
        const int Longest = 1 << 16;
        var line = new StringBuilder();
        for (int next; (next = _content.ReadByte()) >= 0; )
        {
            Position++;
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)next);
            if (line.Length > Longest)
                throw new FormatException("has a line that is longer than any of a header");
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    /// <summary>Reads so many bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public byte[] ReadAll(long count)
    {
        Position += count;
        if (count > Chunk && count > _promised)
            return ReadInChunks(checked((int)count));
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)count));
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

    /// <summary>Reads what is left, but no more than a limit, into memory that is taken at once.</summary>
    public ReadOnlyMemory<byte> ReadAtMost(long limit)
    {
        var bytes = new byte[Math.Min(limit, MostBytes)];
        return bytes.AsMemory(0, _content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    /// <summary>Reads to the end, which checks the gzip checksum, and counts the bytes; soon after a limit it stops.</summary>
    public long CountRest(long limit = long.MaxValue)
    {
        var count = 0L;
        var block = new byte[1 << 16];
        for (int read; count <= limit && (read = _content.Read(block)) > 0; )
            count += read;
        return count;
    }

    /// <summary>Passes over so many bytes.</summary>
    public void Skip(long count)
    {
        Span<byte> waste = stackalloc byte[4096];
        Position += count;
        while (count > 0)
        {
            var part = waste[..(int)Math.Min(count, waste.Length)];
            _content.ReadExactly(part);
            count -= part.Length;
        }
    }

    // A damaged header may ask for a thousand times what the file holds: that much is taken only once it was read.
    private byte[] ReadInChunks(int count)
    {
        var chunks = new List<byte[]>();
        for (var left = count; left > 0; left -= chunks[^1].Length)
        {
            chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Min(Chunk, left)));
            _content.ReadExactly(chunks[^1]);
        }

        var bytes = GC.AllocateUninitializedArray<byte>(count);
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(bytes, at);
            at += chunk.Length;
        }

        return bytes;
    }

    /// <summary>The most bytes that compressed ones unpack to.</summary>
    internal static long MostOf(long compressed) => compressed * DeflateLimit + 1024;

    private static BufferedStream Unpacked(Stream packed, bool isZlib) =>
        new(
            isZlib
                ? new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true)
                : new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true),
            1 << 17
        );

    /// <summary>Runs what reads a file, and says in one line why it failed.</summary>
    /// <exception cref="BadInputException">The file is missing, cut short, damaged gzip, or can't be read.</exception>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException e)
        {
            throw new BadInputException(path, "ends too early: the file is cut short", "copy or download it again", e);
        }
        catch (NotSupportedException e)
        {
            throw new BadInputException(path, "is a pipe, not a file", "write the image to a file first", e);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException(path, "damaged gzip data", "copy or download it again", e);
        }
        catch (FormatException e)
        {
            throw new BadInputException(path, e.Message, "the file is damaged: copy or download it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var what =
                Directory.Exists(path) ? "is a folder, not an image"
                : e is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : e.Message;
            throw new BadInputException(path, what, "check the path and its permissions", e);
        }
    }

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }
}
