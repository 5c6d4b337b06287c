using System.Numerics;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>The heap of links and attributes ("fractal heap"): blocks in rows, of twice the size from row to row.</summary>
internal sealed class Hdf5Heap
{
    private readonly Hdf5File _file;
    private readonly long _address;
    private readonly int _offsetBytes;
    private readonly int _lengthBytes;
    private readonly bool _hasChecksums;
    private readonly int _width;
    private readonly long _firstBlock;
    private readonly int _directRows;
    private readonly long _root;
    private readonly int _rootRows;

    private Hdf5Heap(Hdf5File file, long address)
    {
        (_file, _address) = (file, address);
        var (lengths, addresses) = (Hdf5Cursor.LengthBytes, Hdf5Cursor.AddressBytes);
        var header = file.Checked(address, 26L + 12 * lengths + 3 * addresses, "FRHP"u8);
        header.Skip(3); // version, bytes of an identifier
        if (header.Word() != 0)
            throw Hdf5File.Unknown("packed heaps");
        _hasChecksums = (header.Byte() & 2) != 0;
        var largest = header.Number(4);
        header.Skip(10L * lengths + 2L * addresses); // huge objects, what is free, how many there are
        _width = header.Word();
        _firstBlock = header.Length();
        var largestBlock = header.Length();
        var bits = header.Word();
        header.Skip(2);
        _root = header.Address() ?? throw Hdf5File.Damaged("a heap is empty");
        _rootRows = header.Word();
        if (
            !IsPower(_width)
            || !IsPower(_firstBlock)
            || !IsPower(largestBlock)
            || largestBlock < _firstBlock
            || bits > 63
        )
            throw Hdf5File.Damaged("a heap is wrong");
        _offsetBytes = (bits + 7) / 8;
        _lengthBytes = Math.Min((BitOperations.Log2((ulong)largestBlock) + 7) / 8, BytesFor(Math.Max(1, largest)));
        _directRows = BitOperations.Log2((ulong)largestBlock) - BitOperations.Log2((ulong)_firstBlock) + 2;
    }

    /// <summary>The object of an identifier.</summary>
    /// <exception cref="FormatException">It isn't there, or the heap is damaged.</exception>
    public static ReadOnlyMemory<byte> Read(Hdf5File file, long address, ReadOnlyMemory<byte> id)
    {
        if ((id.Span[0] & 0xF0) != 0)
            throw Hdf5File.Unknown("attributes or links of an unusual length");
        var heap = new Hdf5Heap(file, address);
        var cursor = new Hdf5Cursor(id[1..]);
        var offset = cursor.Number(heap._offsetBytes);
        var length = cursor.Number(heap._lengthBytes);
        var block =
            heap._rootRows == 0
                ? heap.Direct(heap._root, heap._firstBlock)
                : heap.Under(heap._root, heap._rootRows, ref offset);
        block.Skip(offset);
        return block.Take(length);
    }

    // The direct block that holds an offset, which becomes one from the block's beginning.
    private Hdf5Cursor Under(long address, int rows, ref long offset)
    {
        while (true)
        {
            var (row, column) = Place(ref offset);
            if (row >= rows)
                throw Hdf5File.Damaged("a heap doesn't reach so far");
            var direct = Math.Min(rows, _directRows);
            var entry = (long)row * _width + column;
            var bytes = 5L + 4 + Hdf5Cursor.AddressBytes + _offsetBytes + (long)rows * _width * Hdf5Cursor.AddressBytes;
            var block = _file.Checked(address, bytes, "FHIB"u8);
            CheckOwner(block);
            block.Skip(_offsetBytes + entry * Hdf5Cursor.AddressBytes);
            if (block.Address() is not { } child)
                throw Hdf5File.Damaged("a heap leads nowhere");
            if (row < direct)
                return Direct(child, BlockBytes(row));
            // Rows of an indirect block hold as much as one block of this size; each is smaller than its parent.
            var below =
                BitOperations.Log2((ulong)BlockBytes(row)) - BitOperations.Log2((ulong)(_firstBlock * _width)) + 1;
            if (below < 1 || below >= rows)
                throw Hdf5File.Damaged("a heap is wrong");
            (address, rows) = (child, below);
        }
    }

    private (int Row, int Column) Place(ref long offset)
    {
        var rowBytes = _firstBlock * _width;
        var row = offset < rowBytes ? 0 : BitOperations.Log2((ulong)(offset / rowBytes)) + 1;
        offset -= row == 0 ? 0 : rowBytes << (row - 1);
        var bytes = BlockBytes(row);
        var column = (int)(offset / bytes);
        offset %= bytes;
        return (row, column);
    }

    private long BlockBytes(int row) => row == 0 ? _firstBlock : _firstBlock << (row - 1);

    private Hdf5Cursor Direct(long address, long bytes)
    {
        var before = 5 + Hdf5Cursor.AddressBytes + _offsetBytes;
        var block = _hasChecksums ? _file.Verified(address, bytes, before) : _file.Read(address, bytes);
        CheckOwner(Hdf5File.Behind(new Hdf5Cursor(block), "FHDB"u8));
        return new Hdf5Cursor(block); // offsets count from its name
    }

    private void CheckOwner(Hdf5Cursor block)
    {
        block.Skip(1);
        if (block.Address() != _address)
            throw Hdf5File.Damaged("a block belongs to another heap");
    }

    private static bool IsPower(long number) => number is > 0 and < 1L << 40 && BitOperations.IsPow2(number);

    private static int BytesFor(long most) => BitOperations.Log2((ulong)most) / 8 + 1;
}
