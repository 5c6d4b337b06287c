namespace Concord.Imaging.Formats.Hdf5;

/// <summary>Where values of any length stand.</summary>
internal static class Hdf5GlobalHeap
{
    /// <summary>The value that a reference stands for; empty if for none.</summary>
    /// <param name="file">Which holds it.</param>
    /// <param name="reference">Its length and where it is.</param>
    /// <exception cref="FormatException">It isn't there.</exception>
    public static ReadOnlyMemory<byte> Read(Hdf5File file, ReadOnlyMemory<byte> reference)
    {
        const int Before = 16;
        var cursor = new Hdf5Cursor(reference);
        var length = cursor.Number(4);
        if (length == 0 || cursor.Address() is not { } address)
            return ReadOnlyMemory<byte>.Empty;
        var wanted = cursor.Number(4);
        var start = file.Named(address, 8 + Hdf5Cursor.LengthBytes, "GCOL"u8);
        start.Skip(4);
        var objects = new Hdf5Cursor(file.Read(address, start.Length()));
        objects.Skip(8 + Hdf5Cursor.LengthBytes);
        while (objects.Left >= Before)
        {
            var index = objects.Word();
            objects.Skip(6);
            var size = objects.Length();
            if (index == 0)
                break; // what is free
            var value = objects.Take(size);
            objects.Skip(Math.Min(objects.Left, -size & 7));
            if (index == wanted && length <= size)
                return value[..(int)length];
        }

        throw Hdf5File.Damaged("a text isn't where it should be");
    }
}
