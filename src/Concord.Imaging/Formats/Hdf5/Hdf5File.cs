using System.Buffers.Binary;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>
/// A HDF5 file, as far as MINC needs it: objects found by their path, their attributes, and arrays of numbers. It trusts
/// nothing that it reads: checksums are compared where there are any, nothing is taken before the file is known to hold it,
/// and no structure is read twice. Source: "HDF5 File Format Specification Version 3.0", The HDF Group.
/// </summary>
internal sealed class Hdf5File
{
    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    private readonly Stream _stream;
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _verified = [];
    private readonly Dictionary<long, Hdf5Object> _objects = [];
    private long _base;

    // What is kept above isn't read again: whoever reads more than this goes round in structures that have no checksum.
    private long _budget;

    private Hdf5File(Stream stream)
    {
        (_stream, _budget) = (stream, 2 * stream.Length + (1 << 20));
        var start = Read(0, Math.Min(stream.Length, 128));
        var cursor = new Hdf5Cursor(start);
        if (!cursor.Take(Signature.Length).Span.SequenceEqual(Signature))
            throw Damaged("it doesn't begin as HDF5 does");
        var version = cursor.Byte();
        Root = At(version <= 1 ? OldRoot(cursor, version) : NewRoot(cursor, start, version));
    }

    /// <summary>Its bytes.</summary>
    public long Length => _stream.Length;

    /// <summary>The group that holds all others.</summary>
    public Hdf5Object Root { get; }

    /// <summary>Opens a file; the stream must live longer.</summary>
    /// <exception cref="FormatException">It isn't HDF5, or damaged.</exception>
    public static Hdf5File Open(Stream stream) => new(stream);

    /// <summary>The object at a path from the root, its names separated by slashes; null if there is none.</summary>
    public Hdf5Object? Find(string path)
    {
        var found = Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (Hdf5Links.Find(found, name) is { } address)
                found = At(address);
            else
                return null;
        return found;
    }

    /// <summary>The object at an address.</summary>
    public Hdf5Object At(long address) =>
        _objects.TryGetValue(address, out var known) ? known : _objects[address] = new(this, address);

    /// <summary>What is thrown where a file contradicts itself.</summary>
    public static FormatException Damaged(string what) => new($"its HDF5 can't be read: {what}");

    /// <summary>What is thrown where a file uses what no MINC library writes.</summary>
    public static Hdf5UnknownException Unknown(string what) => new(what);

    /// <summary>Reads bytes.</summary>
    /// <param name="address">As structures give it.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="FormatException">The file doesn't hold them.</exception>
    public byte[] Read(long address, long count)
    {
        Require(address, count);
        _budget -= count + 16;
        if (_budget < 0 || count > Array.MaxLength)
            throw Damaged("its structures lead back to themselves");
        var bytes = new byte[count];
        _stream.Position = _base + address;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads up to so many bytes, fewer at the end of the file.</summary>
    public byte[] ReadAtMost(long address, long count) =>
        Read(address, Math.Max(0, Math.Min(count, _stream.Length - _base - address)));

    /// <summary>Makes sure that the file holds bytes.</summary>
    public void Require(long address, long count)
    {
        if (address < 0 || count < 0 || address > _stream.Length - _base || count > _stream.Length - _base - address)
            throw Damaged("it points beyond its end: it is cut short or damaged");
    }

    /// <summary>Reads a structure that begins with its name.</summary>
    /// <returns>Behind its name.</returns>
    public Hdf5Cursor Named(long address, long count, ReadOnlySpan<byte> name) =>
        Behind(new Hdf5Cursor(Read(address, count)), name);

    /// <summary>Reads a structure that begins with its name and ends with its checksum.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="count">Its bytes, name and checksum included.</param>
    /// <param name="name">Four letters.</param>
    /// <returns>Between the two.</returns>
    public Hdf5Cursor Checked(long address, long count, ReadOnlySpan<byte> name) =>
        Behind(new Hdf5Cursor(Verified(address, count, count - sizeof(uint))[..^sizeof(uint)]), name);

    /// <summary>Reads a structure that has its checksum somewhere.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="checksumAt">Where in it the checksum of all else stands; there, 0 stood when it was made.</param>
    public ReadOnlyMemory<byte> Verified(long address, long count, long checksumAt)
    {
        if (_verified.TryGetValue(address, out var known) && known.Length == count)
            return known;
        if (checksumAt < 0 || checksumAt > count - sizeof(uint))
            throw Damaged("a structure is shorter than its checksum");
        var bytes = Read(address, count);
        var checksum = bytes.AsSpan((int)checksumAt, sizeof(uint));
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(checksum);
        checksum.Clear();
        var isAtEnd = checksumAt == count - sizeof(uint);
        if (Hdf5Checksum.Of(isAtEnd ? bytes.AsSpan(0, (int)checksumAt) : bytes) != stored)
            throw Damaged("a checksum is wrong");
        return _verified[address] = bytes;
    }

    /// <summary>What stands behind the name of a structure.</summary>
    public static Hdf5Cursor Behind(Hdf5Cursor cursor, ReadOnlySpan<byte> name) =>
        cursor.Take(name.Length).Span.SequenceEqual(name)
            ? cursor
            : throw Damaged("a structure isn't where it should be");

    // Superblocks of versions 0 and 1.
    private long OldRoot(Hdf5Cursor cursor, int version)
    {
        cursor.Skip(4);
        TakeSizes(cursor);
        cursor.Skip(version == 0 ? 9 : 13);
        var start = cursor.Address();
        cursor.Skip(3 * Hdf5Cursor.AddressBytes); // of free space, of the end, of what drives the file
        cursor.Skip(Hdf5Cursor.LengthBytes); // the root's name
        var root = cursor.Address();
        return RootAt(start, root);
    }

    // Superblocks of versions 2 and 3.
    private long NewRoot(Hdf5Cursor cursor, ReadOnlyMemory<byte> start, int version)
    {
        if (version > 3)
            throw Unknown($"a beginning of version {version}");
        TakeSizes(cursor);
        cursor.Skip(1);
        var first = cursor.Address();
        cursor.Skip(2 * Hdf5Cursor.AddressBytes); // of the extension and of the end
        var root = cursor.Address();
        var bytes = start.Length - cursor.Left;
        if (cursor.Number(sizeof(uint)) != Hdf5Checksum.Of(start.Span[..bytes]))
            throw Damaged("the checksum of its beginning is wrong");
        return RootAt(first, root);
    }

    private static void TakeSizes(Hdf5Cursor cursor)
    {
        var (address, length) = (cursor.Byte(), cursor.Byte());
        if (address != Hdf5Cursor.AddressBytes || length != Hdf5Cursor.LengthBytes)
            throw Unknown($"addresses of {address} and lengths of {length} bytes");
    }

    private long RootAt(long? start, long? root)
    {
        if (start is not { } first || first > _stream.Length || root is not { } address)
            throw Damaged("it has no root");
        _base = first;
        return address;
    }
}
