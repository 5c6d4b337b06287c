using System.Text;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>A group or an array: its messages, which say what it holds.</summary>
internal sealed class Hdf5Object
{
    private const int Continuation = 0x10;

    private readonly List<Message> _messages = [];
    private readonly HashSet<long> _goesOn = [];
    private readonly Lazy<Dictionary<string, Hdf5Attribute>> _attributes;
    private readonly Lazy<ILookup<long, ReadOnlyMemory<byte>>> _inHeap;
    private readonly long? _heap;
    private readonly long? _tree;

    /// <summary>Reads the messages.</summary>
    /// <exception cref="FormatException">They are damaged.</exception>
    public Hdf5Object(Hdf5File file, long address)
    {
        File = file;
        _attributes = new(ReadAttributes);
        _inHeap = new(FindAttributes);
        var start = file.ReadAtMost(address, 64);
        if (start.AsSpan().StartsWith("OHDR"u8))
            ReadNew(address, start);
        else
            ReadOld(address);
        if (Body(Hdf5Message.AttributesElsewhere) is not { } elsewhere)
            return;
        elsewhere.Skip(1);
        elsewhere.Skip((elsewhere.Byte() & 1) != 0 ? 2 : 0);
        (_heap, _tree) = (elsewhere.Address(), elsewhere.Address());
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
        if (_attributes.Value.TryGetValue(name, out var near))
            return near;
        if (_heap is not { } heap)
            return null;
        foreach (var id in _inHeap.Value[Hdf5Checksum.Of(Encoding.UTF8.GetBytes(name))])
            if (Hdf5Attribute.Read(this, new(Hdf5Heap.Read(File, heap, id))) is var far && far.Name == name)
                return far;
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
            .Where(m => m.Kind == kind)
            .Select(m => m.IsElsewhere ? Elsewhere(kind, m.Body) : new Hdf5Cursor(m.Body));

    /// <summary>What a message that stands in another object says.</summary>
    /// <param name="kind">Of what kind it is.</param>
    /// <param name="reference">Says where.</param>
    public Hdf5Cursor Elsewhere(Hdf5Message kind, ReadOnlyMemory<byte> reference)
    {
        var cursor = new Hdf5Cursor(reference);
        var (version, type) = (cursor.Byte(), cursor.Byte());
        if (version == 1)
            cursor.Skip(6);
        if (version >= 3 && type == 1)
            throw Hdf5File.Unknown("messages shared through a heap");
        if (
            cursor.Address() is not { } address
            || File.At(address)._messages.Find(m => m.Kind == kind) is not { IsElsewhere: false } message
        )
            throw Hdf5File.Damaged("a shared message leads nowhere");
        return new(message.Body);
    }

    // Many attributes are kept in a heap, and found through a tree by the hash of their names.
    private ILookup<long, ReadOnlyMemory<byte>> FindAttributes() =>
        Hdf5RecordTree
            .Read(File, _tree ?? throw Hdf5File.Damaged("a heap has no tree"))
            .Select(record =>
            {
                var id = record.Take(8);
                record.Skip(5); // flags, order of creation
                return (Hash: record.Number(sizeof(uint)), Id: id);
            })
            .ToLookup(r => r.Hash, r => r.Id);

    private Dictionary<string, Hdf5Attribute> ReadAttributes()
    {
        var found = new Dictionary<string, Hdf5Attribute>();
        foreach (var message in All(Hdf5Message.Attribute))
        {
            var attribute = Hdf5Attribute.Read(this, message);
            found.TryAdd(attribute.Name, attribute);
        }

        return found;
    }

    private Hdf5Cursor Require(Hdf5Message kind, string what) =>
        Body(kind) ?? throw Hdf5File.Damaged($"an object has no {what}");

    private void ReadNew(long address, byte[] start)
    {
        var cursor = new Hdf5Cursor(start);
        cursor.Skip(4);
        if (cursor.Byte() is var version and not 2)
            throw Hdf5File.Unknown($"object headers of version {version}");
        var flags = cursor.Byte();
        cursor.Skip((flags & 0x20) != 0 ? 16 : 0); // times
        cursor.Skip((flags & 0x10) != 0 ? 4 : 0); // when attributes move to a heap
        var length = cursor.Number(1 << (flags & 3));
        var before = start.Length - cursor.Left;
        var hasOrder = (flags & 4) != 0;
        var messages = File.Checked(address, Sum(before, length), "OHDR"u8);
        messages.Skip(before - 4);
        var chunks = new Queue<Hdf5Cursor>([messages]);
        while (chunks.TryDequeue(out var chunk))
        {
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
        var cursor = new Hdf5Cursor(File.Read(address, Before));
        if (cursor.Byte() != 1)
            throw Hdf5File.Damaged("an object has no header");
        cursor.Skip(1);
        var left = cursor.Word();
        cursor.Skip(4); // how many refer to it
        var chunks = new Queue<Hdf5Cursor>([new Hdf5Cursor(File.Read(address + Before, cursor.Number(4)))]);
        while (left > 0 && chunks.TryDequeue(out var chunk))
        {
            for (; left > 0 && chunk.Left >= 8; left--)
            {
                var (kind, size, elsewhere) = (chunk.Word(), chunk.Word(), (chunk.Byte() & 2) != 0);
                chunk.Skip(3);
                if (Add(kind, elsewhere, chunk.Take(size)) is var (at, count))
                    chunks.Enqueue(new Hdf5Cursor(File.Read(at, count)));
            }
        }
    }

    // Where the messages go on, if this one says so.
    private (long Address, long Count)? Add(int kind, bool isElsewhere, ReadOnlyMemory<byte> body)
    {
        if (kind == Continuation)
        {
            var cursor = new Hdf5Cursor(body);
            return cursor.Address() is { } address && _goesOn.Add(address)
                ? (address, cursor.Length())
                : throw Hdf5File.Damaged("a header goes on nowhere");
        }

        // The others say what isn't asked for.
        if (Enum.IsDefined((Hdf5Message)kind))
            _messages.Add(new((Hdf5Message)kind, isElsewhere, body));
        return null;
    }

    private sealed record Message(Hdf5Message Kind, bool IsElsewhere, ReadOnlyMemory<byte> Body);
}
