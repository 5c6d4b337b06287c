namespace Concord.Imaging.Formats.Hdf5;

/// <summary>How long an array is along each dimension.</summary>
internal static class Hdf5Shape
{
    private const int MaxRank = 32;

    /// <summary>The lengths, the last dimension running fastest; none for one number.</summary>
    /// <exception cref="FormatException">The message is damaged.</exception>
    public static IReadOnlyList<long> Read(Hdf5Cursor message)
    {
        const int Nothing = 2;
        var (version, rank) = (message.Byte(), message.Byte());
        message.Skip(1); // whether it may grow
        if (version is not (1 or 2) || rank > MaxRank)
            throw Hdf5File.Damaged("the shape of an array is wrong");
        if (version == 1)
            message.Skip(5);
        else if (message.Byte() == Nothing)
            return [0];
        var shape = new long[rank];
        for (var i = 0; i < rank; i++)
            shape[i] = message.Length();
        return shape;
    }

    /// <summary>How many elements there are; what is more than an array holds stays there.</summary>
    public static long Count(IEnumerable<long> shape) =>
        shape.Aggregate(1L, (n, length) => (long)Int128.Min((Int128)n * length, long.MaxValue));
}
