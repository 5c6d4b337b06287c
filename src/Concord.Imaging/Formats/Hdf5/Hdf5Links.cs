using System.Text;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>Finds what the names in a group stand for.</summary>
internal static class Hdf5Links
{
    /// <summary>Where the object of a name is, or null if the group has none.</summary>
    /// <exception cref="FormatException">The group is damaged.</exception>
    public static long? Find(Hdf5Object group, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        foreach (var link in group.All(Hdf5Message.Link))
            if (Target(link, bytes) is { } address)
                return address;
        if (group.Body(Hdf5Message.SymbolTable) is { } table)
            return InTable(group.File, table, bytes);
        if (group.Body(Hdf5Message.LinksElsewhere) is not { } elsewhere)
            return null;
        elsewhere.Skip(1);
        elsewhere.Skip((elsewhere.Byte() & 1) != 0 ? 8 : 0);
        if (elsewhere.Address() is not { } heap || elsewhere.Address() is not { } tree)
            return null;
        var hash = Hdf5Checksum.Of(bytes);
        foreach (var record in Hdf5RecordTree.Read(group.File, tree))
            if (
                record.Number(sizeof(uint)) == hash
                && Target(new Hdf5Cursor(Hdf5Heap.Read(group.File, heap, record.Take(7))), bytes) is { } address
            )
                return address;
        return null;
    }

    // Where a link leads if it has that name.
    private static long? Target(Hdf5Cursor link, ReadOnlySpan<byte> name)
    {
        link.Skip(1);
        var flags = link.Byte();
        var isHard = (flags & 8) == 0 || link.Byte() == 0;
        link.Skip((flags & 4) != 0 ? 8 : 0); // order of creation
        link.Skip((flags & 16) != 0 ? 1 : 0); // how the name is written
        if (!link.Take(link.Number(1 << (flags & 3))).Span.SequenceEqual(name))
            return null;
        return isHard ? link.Address() : throw Hdf5File.Unknown("links by name");
    }

    // Groups of the first versions: a tree of tables, the names in a heap.
    private static long? InTable(Hdf5File file, Hdf5Cursor table, ReadOnlySpan<byte> name)
    {
        if (table.Address() is not { } tree || table.Address() is not { } heap)
            return null;
        var start = file.Named(heap, 8 + 2L * Hdf5Cursor.LengthBytes + Hdf5Cursor.AddressBytes, "HEAP"u8);
        start.Skip(4);
        var length = start.Length();
        start.Skip(Hdf5Cursor.LengthBytes); // what is free
        var names = start.Address() is { } data ? file.Read(data, length) : [];
        foreach (var (_, node) in Hdf5Tree.Read(file, tree, kind: 0, keyBytes: Hdf5Cursor.LengthBytes))
        {
            var count = file.Named(node, 8, "SNOD"u8);
            count.Skip(2);
            var entryBytes = 2 * Hdf5Cursor.AddressBytes + 24;
            var entries = file.Named(node, 8 + (long)count.Word() * entryBytes, "SNOD"u8);
            for (entries.Skip(4); entries.Left > 0; entries.Skip(16))
            {
                const int ByName = 2;
                var at = entries.Address();
                var target = entries.Address();
                var kind = entries.Number(4);
                entries.Skip(4);
                if (at is { } offset && IsAt(names, offset, name))
                    return kind == ByName ? throw Hdf5File.Unknown("links by name") : target;
            }
        }

        return null;
    }

    private static bool IsAt(ReadOnlySpan<byte> names, long offset, ReadOnlySpan<byte> name) =>
        offset < names.Length - name.Length
        && names[(int)offset..].StartsWith(name)
        && names[(int)offset + name.Length] == 0;
}
