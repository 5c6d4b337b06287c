namespace Concord.Imaging.Formats.Hdf5;

/// <summary>The elements of an array: in its header, in one piece, or in chunks.</summary>
internal static class Hdf5Data
{
    /// <summary>Reads them all, as they are stored, the last dimension running fastest.</summary>
    /// <exception cref="FormatException">The file doesn't hold them.</exception>
    public static byte[] Read(Hdf5Object array)
    {
        var (type, shape) = (array.Type, array.Shape);
        var count = Hdf5Shape.Count(shape);
        if (count > Array.MaxLength / type.Bytes)
            throw Hdf5File.Damaged("an array is larger than 2 GiB");
        var bytes = count * type.Bytes;
        if (array.Body(Hdf5Message.Layout) is not { } layout)
            throw Hdf5File.Damaged("an array has no elements");
        if (array.Body(Hdf5Message.OtherFiles) is not null)
            throw Hdf5File.Unknown("other files");
        var (version, kind) = (layout.Byte(), layout.Byte());
        if (version is not (3 or 4) || kind > 2)
            throw Hdf5File.Unknown("an unusual storage of arrays");
        if (kind < 2 && array.Body(Hdf5Message.Filters) is not null)
            throw Hdf5File.Damaged("an array in one piece is packed");
        switch (kind)
        {
            case 0:
                return layout.Take(layout.Word()) is var within && within.Length == bytes
                    ? within.ToArray()
                    : throw Hdf5File.Damaged("an array holds too little");
            case 1 when layout.Address() is { } address:
                return layout.Length() == bytes
                    ? array.File.Read(address, bytes)
                    : throw Hdf5File.Damaged("an array holds too little");
            case 1:
                throw Hdf5File.Damaged("an array was never written");
            default:
                return version == 3
                    ? new Hdf5Chunks(array, layout, shape, type.Bytes).Read(bytes)
                    : throw Hdf5File.Unknown("chunks of the newest kind");
        }
    }
}
