using System.Numerics;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>Trees of the second version: records by which names are found in a heap.</summary>
internal sealed class Hdf5RecordTree
{
    private const int Around = 10; // name, version, kind, checksum
    private const int MaxDepth = 16;

    private readonly Hdf5File _file;
    private readonly int _recordBytes;
    private readonly long _nodeBytes;
    private readonly HashSet<long> _nodes = [];

    // By how far from the leaves: bytes that count the records of a node, and those of all below it.
    private readonly int _countBytes;
    private readonly List<int> _totalBytes = [0];

    private Hdf5RecordTree(Hdf5File file, Hdf5Cursor header, int depth)
    {
        _file = file;
        _nodeBytes = header.Number(4);
        _recordBytes = header.Word();
        var most = _recordBytes > 0 ? (_nodeBytes - Around) / _recordBytes : 0;
        if (most < 1)
            throw Hdf5File.Damaged("a tree is wrong");
        _countBytes = BytesFor(most);
        var total = most;
        for (var level = 1; level <= depth; level++)
        {
            var pointer = Hdf5Cursor.AddressBytes + _countBytes + _totalBytes[level - 1];
            var own = (_nodeBytes - Around - pointer) / (_recordBytes + pointer);
            total = (long)Int128.Min((Int128)(own + 1) * total + own, long.MaxValue);
            _totalBytes.Add(BytesFor(Math.Max(1, total)));
        }
    }

    /// <summary>All records.</summary>
    /// <exception cref="FormatException">The tree is damaged.</exception>
    public static IEnumerable<Hdf5Cursor> Read(Hdf5File file, long address)
    {
        var header = file.Checked(address, 22L + Hdf5Cursor.AddressBytes + Hdf5Cursor.LengthBytes, "BTHD"u8);
        header.Skip(2); // version, kind
        var sizes = header.Part(6);
        var depth = header.Word();
        header.Skip(2); // when nodes are split or merged
        var root = header.Address();
        var count = header.Word();
        if (depth > MaxDepth)
            throw Hdf5File.Damaged("a tree is wrong");
        return root is { } first ? new Hdf5RecordTree(file, sizes, depth).Node(first, count, depth) : [];
    }

    private IEnumerable<Hdf5Cursor> Node(long address, long count, int level)
    {
        var pointer = level == 0 ? 0 : Hdf5Cursor.AddressBytes + _countBytes + _totalBytes[level - 1];
        var bytes = Around + (Int128)count * _recordBytes + (level == 0 ? 0 : (Int128)(count + 1) * pointer);
        // A node that is there twice could be so without end.
        if (bytes > _nodeBytes || !_nodes.Add(address))
            throw Hdf5File.Damaged("a tree is wrong");
        var node = _file.Checked(address, (long)bytes, level == 0 ? "BTLF"u8 : "BTIN"u8);
        node.Skip(2); // version, kind
        for (var i = 0L; i < count; i++)
            yield return node.Part(_recordBytes);
        for (var i = 0L; level > 0 && i <= count; i++)
        {
            if (node.Address() is not { } child)
                throw Hdf5File.Damaged("a tree leads nowhere");
            var records = node.Number(_countBytes);
            node.Skip(_totalBytes[level - 1]);
            foreach (var record in Node(child, records, level - 1))
                yield return record;
        }
    }

    private static int BytesFor(long most) => BitOperations.Log2((ulong)most) / 8 + 1;
}
