using System.Text;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>A group or an array: its messages, which say what it holds.</summary>
internal sealed class Hdf5Object
{
    private const int Continuation = 0x10;
    private const int MaxChunks = 1024;
    private const int MaxMessages = 1 << 16;

    private readonly List<Message> _messages = [];

    // A message may stand in another object, which may say so again.
    private readonly int _depth;

    /// <summary>Reads the messages.</summary>
    /// <exception cref="FormatException">They are damaged.</exception>
    public Hdf5Object(Hdf5File file, long address, int depth = 0)
    {
        (File, _depth) = (file, depth);
        var start = file.ReadAtMost(address, 64);
        if (start.AsSpan().StartsWith("OHDR"u8))
            ReadNew(address, start);
        else
            ReadOld(address);
    }

    /// <summary>Which it is in.</summary>
    public Hdf5File File { get; }

    /// <summary>How long an array is along each dimension, the last running fastest; none for one number.</summary>
    public IReadOnlyList<long> Shape => Hdf5Shape.Read(Require(Hdf5Message.Shape, "shape"));

    /// <summary>What the elements of an array are.</summary>
    public Hdf5Type Type => Hdf5Type.Read(Require(Hdf5Message.Type, "type"));

    /// <summary>The attribute of a name, or null.</summary>
    public Hdf5Attribute? Attribute(string name)
    {
        foreach (var message in All(Hdf5Message.Attribute))
            if (Hdf5Attribute.Read(this, message) is var attribute && attribute.Name == name)
                return attribute;
        // Many attributes are kept in a heap, and found through a tree by the hash of their names.
        if (Body(Hdf5Message.AttributesElsewhere) is not { } elsewhere)
            return null;
        elsewhere.Skip(1);
        elsewhere.Skip((elsewhere.Byte() & 1) != 0 ? 2 : 0);
        if (elsewhere.Address() is not { } heap || elsewhere.Address() is not { } tree)
            return null;
        var hash = Hdf5Checksum.Of(Encoding.UTF8.GetBytes(name));
        foreach (var record in Hdf5RecordTree.Read(File, tree))
        {
            var id = record.Take(8);
            record.Skip(5); // flags, order of creation
            if (record.Number(sizeof(uint)) != hash)
                continue;
            var found = File.CursorOf(Hdf5Heap.Read(File, heap, id));
            if (Hdf5Attribute.Read(this, found) is var attribute && attribute.Name == name)
                return attribute;
        }

        return null;
    }

    /// <summary>The elements of an array, as stored, the last dimension running fastest.</summary>
    /// <exception cref="FormatException">The file doesn't hold them.</exception>
    public byte[] ReadData() => Hdf5Data.Read(this);

    /// <summary>What the first message of a kind says, or null.</summary>
    public Hdf5Cursor? Body(Hdf5Message kind) => All(kind).FirstOrDefault();

    /// <summary>What all messages of a kind say.</summary>
    public IEnumerable<Hdf5Cursor> All(Hdf5Message kind) =>
        _messages
            .Where(m => m.Kind == (int)kind)
            .Select(m => m.IsElsewhere ? Elsewhere(kind, m.Body) : File.CursorOf(m.Body));

    /// <summary>What a message that stands in another object says.</summary>
    /// <param name="kind">Of what kind it is.</param>
    /// <param name="reference">Says where.</param>
    public Hdf5Cursor Elsewhere(Hdf5Message kind, ReadOnlyMemory<byte> reference)
    {
        var cursor = File.CursorOf(reference);
        var (version, type) = (cursor.Byte(), cursor.Byte());
        if (version == 1)
            cursor.Skip(6);
        if (version >= 3 && type == 1)
            throw Hdf5File.Unknown("messages shared through a heap");
        if (cursor.Address() is not { } address || _depth > 4)
            throw Hdf5File.Damaged("a shared message leads nowhere");
        return new Hdf5Object(File, address, _depth + 1).Require(kind, "shared message");
    }

    private Hdf5Cursor Require(Hdf5Message kind, string what) =>
        Body(kind) ?? throw Hdf5File.Damaged($"an object has no {what}");

    private void ReadNew(long address, byte[] start)
    {
        var cursor = File.CursorOf(start);
        cursor.Skip(5);
        var flags = cursor.Byte();
        cursor.Skip((flags & 0x20) != 0 ? 16 : 0); // times
        cursor.Skip((flags & 0x10) != 0 ? 4 : 0); // when attributes move to a heap
        var length = cursor.Number(1 << (flags & 3));
        var before = start.Length - cursor.Left;
        var hasOrder = (flags & 4) != 0;
        var messages = File.Checked(address, Sum(before, length), "OHDR"u8);
        messages.Skip(before - 4);
        var chunks = new Queue<Hdf5Cursor>([messages]);
        for (var n = 0; chunks.TryDequeue(out var chunk); n++)
        {
            if (n > MaxChunks)
                throw Hdf5File.Damaged("a header has no end");
            // What is too short for a message is a gap.
            while (chunk.Left >= (hasOrder ? 6 : 4))
            {
                var (kind, size, elsewhere) = (chunk.Byte(), chunk.Word(), (chunk.Byte() & 2) != 0);
                chunk.Skip(hasOrder ? 2 : 0);
                if (Add(kind, elsewhere, chunk.Take(size)) is var (at, count))
                    chunks.Enqueue(File.Checked(at, count, "OCHK"u8));
            }
        }

        static long Sum(int before, long length) =>
            length <= int.MaxValue
                ? before + length + sizeof(uint)
                : throw Hdf5File.Damaged("a header is absurdly long");
    }

    private void ReadOld(long address)
    {
        const int Before = 16;
        var cursor = File.CursorOf(File.Read(address, Before));
        if (cursor.Byte() != 1)
            throw Hdf5File.Damaged("an object has no header");
        cursor.Skip(1);
        var left = cursor.Word();
        cursor.Skip(4); // how many refer to it
        var chunks = new Queue<Hdf5Cursor>([File.CursorOf(File.Read(address + Before, cursor.Number(4)))]);
        for (var n = 0; left > 0 && chunks.TryDequeue(out var chunk); n++)
        {
            if (n > MaxChunks)
                throw Hdf5File.Damaged("a header has no end");
            for (; left > 0 && chunk.Left >= 8; left--)
            {
                var (kind, size, elsewhere) = (chunk.Word(), chunk.Word(), (chunk.Byte() & 2) != 0);
                chunk.Skip(3);
                if (Add(kind, elsewhere, chunk.Take(size)) is var (at, count))
                    chunks.Enqueue(File.CursorOf(File.Read(at, count)));
            }
        }
    }

    // Where the messages go on, if this one says so.
    private (long Address, long Count)? Add(int kind, bool isElsewhere, ReadOnlyMemory<byte> body)
    {
        if (kind == Continuation)
        {
            var cursor = File.CursorOf(body);
            return cursor.Address() is { } address
                ? (address, cursor.Length())
                : throw Hdf5File.Damaged("a header goes on nowhere");
        }

        _messages.Add(new(kind, isElsewhere, body));
        return _messages.Count <= MaxMessages ? null : throw Hdf5File.Damaged("a header has no end");
    }

    private sealed record Message(int Kind, bool IsElsewhere, ReadOnlyMemory<byte> Body);
}
