using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Internal;

/// <summary>
/// Compresses to gzip on all cores: blocks become deflate on their own and are joined to one stream of one member (RFC 1951
/// and 1952), which every program reads. The bytes depend on the content alone, not on the number of cores.
/// </summary>
/// <param name="target">Takes the file; stays open.</param>
/// <param name="blocks">How many are compressed at once; 0 for one on each core.</param>
internal sealed class GzipWriter(Stream target, int blocks = 0) : Stream
{
    // What a block can't refer to across its border costs less than a thousandth.
    private const int Block = 1 << 20;

    // Compressed by deflate, no name, no time, so that the same image is the same file; of an unknown system.
    private static readonly byte[] Start = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    // A last block that is empty.
    private static readonly byte[] End = [3, 0];

    // A sixth larger than the default level's where noise is float32, no larger where it is int16, in a fifth of its time.
    private static readonly ZLibCompressionOptions Options = new() { CompressionLevel = 2 };

    private readonly byte[] _pending = new byte[Block * (blocks > 0 ? blocks : Environment.ProcessorCount)];
    private readonly Crc32 _checksum = new();
    private int _filled;
    private uint _length;
    private bool _isStarted;
    private bool _isEnded;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _checksum.Append(buffer);
        // By its definition modulo 2^32.
        _length = unchecked(_length + (uint)buffer.Length);
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(buffer.Length, _pending.Length - _filled)];
            part.CopyTo(_pending.AsSpan(_filled));
            _filled += part.Length;
            buffer = buffer[part.Length..];
            if (_filled == _pending.Length)
                Compress();
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isEnded)
        {
            _isEnded = true;
            Compress();
            target.Write(End);
            Span<uint> sums = [_checksum.GetCurrentHashAsUInt32(), _length];
            if (!BitConverter.IsLittleEndian)
                System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(sums, sums);
            target.Write(MemoryMarshal.AsBytes(sums));
        }

        base.Dispose(disposing);
    }

    private void Compress()
    {
        if (!_isStarted)
            target.Write(Start);
        _isStarted = true;
        var parts = new MemoryStream[(_filled + Block - 1) / Block];
        Parallel.For(0, parts.Length, i => parts[i] = Deflate(i * Block, Math.Min(Block, _filled - i * Block)));
        foreach (var part in parts)
            part.WriteTo(target);
        _filled = 0;
    }

    // Ended at a byte, as flushing does, and not as the last block.
    private MemoryStream Deflate(int start, int count)
    {
        var result = new MemoryStream(count / 2);
        using var deflate = new DeflateStream(result, Options, leaveOpen: true);
        deflate.Write(_pending, start, count);
        deflate.Flush();
        var length = result.Length;
        deflate.Dispose();
        result.SetLength(length);
        return result;
    }
}
