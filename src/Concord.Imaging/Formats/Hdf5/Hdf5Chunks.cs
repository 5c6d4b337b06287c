namespace Concord.Imaging.Formats.Hdf5;

/// <summary>An array that is cut into chunks of one size, each packed by itself.</summary>
internal sealed class Hdf5Chunks
{
    private readonly Hdf5File _file;
    private readonly IReadOnlyList<long> _shape;
    private readonly int _elementBytes;
    private readonly long[] _size;
    private readonly long? _tree;
    private readonly Hdf5Filters _filters;
    private readonly byte[] _fill;

    /// <summary>Reads what the layout says of the chunks.</summary>
    /// <param name="array">Which is in chunks.</param>
    /// <param name="layout">Behind its version and kind.</param>
    /// <param name="shape">How long the array is along each dimension.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    /// <exception cref="FormatException">It is damaged.</exception>
    public Hdf5Chunks(Hdf5Object array, Hdf5Cursor layout, IReadOnlyList<long> shape, int elementBytes)
    {
        (_file, _shape, _elementBytes) = (array.File, shape, elementBytes);
        if (shape.Count < 1 || layout.Byte() != shape.Count + 1)
            throw Hdf5File.Damaged("chunks don't fit their array");
        _tree = layout.Address();
        _size = new long[shape.Count];
        for (var i = 0; i < _size.Length; i++)
            _size[i] = layout.Number(4);
        if (layout.Number(4) != elementBytes || _size.Any(s => s < 1))
            throw Hdf5File.Damaged("chunks don't fit their array");
        _filters = Hdf5Filters.Read(array.Body(Hdf5Message.Filters), elementBytes);
        _fill = FillOf(array.Body(Hdf5Message.FillValue));
    }

    /// <summary>Reads all chunks into an array.</summary>
    /// <param name="bytes">Of the array.</param>
    /// <exception cref="FormatException">They are damaged.</exception>
    public byte[] Read(long bytes)
    {
        const long Small = 1 << 20;
        var chunkBytes = Hdf5Shape.Count(_size.Append(_elementBytes));
        if (chunkBytes > Math.Min(int.MaxValue / 2, Math.Max(Small, 8 * bytes)))
            throw Hdf5File.Damaged("its chunks are much larger than their array");
        var expected = Hdf5Shape.Count(_shape.Zip(_size, (length, size) => (length + size - 1) / size));
        var chunks = new SortedDictionary<long, Chunk>();
        var left = _file.Length;
        foreach (var (key, address) in Entries())
        {
            var (stored, mask) = (key.Number(4), key.Number(4));
            var (start, index) = StartOf(key);
            left -= stored;
            if (left < 0)
                throw Hdf5File.Damaged("its chunks lie on each other");
            if (_filters.MostOf(stored) < chunkBytes)
                throw Hdf5File.Damaged("a chunk holds too little");
            if (!chunks.TryAdd(index, new(start, address, stored, mask)))
                throw Hdf5File.Damaged("a chunk is there twice");
        }

        // Chunks that were never written are what the file says; but not most of an image, which no one has made.
        if (2 * (Int128)chunks.Count < expected)
            throw Hdf5File.Damaged($"it holds {chunks.Count} of the {expected} chunks of an array");
        var data = New(bytes, isWhole: chunks.Count == expected);
        foreach (var chunk in chunks.Values)
            Copy(
                _filters.Undo(_file.Read(chunk.Address, chunk.Stored), chunk.Mask, (int)chunkBytes),
                data,
                chunk.Start
            );
        return data;
    }

    private IEnumerable<(Hdf5Cursor Key, long Address)> Entries() =>
        _tree is { } tree ? Hdf5Tree.Read(_file, tree, kind: 1, keyBytes: 8 + 8 * (_size.Length + 1)) : [];

    private (long[] Start, long Index) StartOf(Hdf5Cursor key)
    {
        var start = new long[_size.Length];
        var index = 0L;
        for (var i = 0; i < start.Length; i++)
        {
            start[i] = key.Number(8);
            if (start[i] % _size[i] != 0 || start[i] >= _shape[i])
                throw Hdf5File.Damaged("a chunk lies outside its array");
            index = index * ((_shape[i] + _size[i] - 1) / _size[i]) + start[i] / _size[i];
        }

        return (start, index);
    }

    private byte[] New(long bytes, bool isWhole)
    {
        var data = new byte[bytes];
        if (!isWhole && _fill.AsSpan().ContainsAnyExcept((byte)0))
            for (var at = 0; at < data.Length; at += _fill.Length)
                _fill.CopyTo(data, at);
        return data;
    }

    // Row by row of the last dimension; what reaches beyond the array is left.
    private void Copy(ReadOnlySpan<byte> chunk, Span<byte> data, long[] start)
    {
        var last = _size.Length - 1;
        var rowBytes = (int)_size[last] * _elementBytes;
        var kept = (int)Math.Min(_size[last], _shape[last] - start[last]) * _elementBytes;
        var place = new long[last];
        for (var row = 0; row < chunk.Length / rowBytes; row++)
        {
            var (isInside, to) = (true, 0L);
            for (var i = 0; i < last; i++)
            {
                isInside &= start[i] + place[i] < _shape[i];
                to = to * _shape[i] + start[i] + place[i];
            }

            if (isInside)
                chunk
                    .Slice(row * rowBytes, kept)
                    .CopyTo(data[(int)((to * _shape[last] + start[last]) * _elementBytes)..]);
            for (var i = last - 1; i >= 0 && ++place[i] == _size[i]; i--)
                place[i] = 0;
        }
    }

    private byte[] FillOf(Hdf5Cursor? message)
    {
        var none = new byte[_elementBytes];
        if (message?.Byte() is not { } version)
            return none;
        var isGiven = true;
        if (version >= 3)
            isGiven = (message.Byte() & 0x20) != 0;
        else
        {
            message.Skip(2); // when it is written
            isGiven = message.Byte() != 0;
        }

        return isGiven && message.Left >= 4 && message.Number(4) == _elementBytes
            ? message.Take(_elementBytes).ToArray()
            : none;
    }

    private sealed record Chunk(long[] Start, long Address, long Stored, long Mask);
}
