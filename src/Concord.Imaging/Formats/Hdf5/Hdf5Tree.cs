namespace Concord.Imaging.Formats.Hdf5;

/// <summary>Trees of the first version: the tables of a group, the chunks of an array. They have no checksum.</summary>
internal static class Hdf5Tree
{
    private const int MaxDepth = 16;

    /// <summary>The leaves, each with the key before it.</summary>
    /// <param name="file">Which holds it.</param>
    /// <param name="address">Of its root.</param>
    /// <param name="kind">0 for groups, 1 for chunks.</param>
    /// <param name="keyBytes">Bytes of a key.</param>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static IEnumerable<(Hdf5Cursor Key, long Address)> Read(
        Hdf5File file,
        long address,
        int kind,
        int keyBytes
    ) => Read(file, address, kind, keyBytes, level: null);

    private static IEnumerable<(Hdf5Cursor Key, long Address)> Read(
        Hdf5File file,
        long address,
        int kind,
        int keyBytes,
        int? level
    )
    {
        var before = 8 + 2L * Hdf5Cursor.AddressBytes;
        var start = file.Named(address, before, "TREE"u8);
        var (foundKind, foundLevel, count) = (start.Byte(), start.Byte(), start.Word());
        // Each level is one below the last: no tree is without end.
        if (foundKind != kind || foundLevel > MaxDepth || (level is { } expected && foundLevel != expected))
            throw Hdf5File.Damaged("a tree is wrong");
        var entries = new Hdf5Cursor(file.Read(address + before, (long)count * (keyBytes + Hdf5Cursor.AddressBytes)));
        for (var i = 0; i < count; i++)
        {
            var key = entries.Part(keyBytes);
            if (entries.Address() is not { } child)
                throw Hdf5File.Damaged("a tree leads nowhere");
            if (foundLevel == 0)
                yield return (key, child);
            else
                foreach (var leaf in Read(file, child, kind, keyBytes, foundLevel - 1))
                    yield return leaf;
        }
    }
}
