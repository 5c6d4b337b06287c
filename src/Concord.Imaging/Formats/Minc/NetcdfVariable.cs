namespace Concord.Imaging.Formats.Minc;

/// <summary>An array in the file, its last dimension running fastest; with no dimension, one number.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Dimensions">From the slowest to the fastest.</param>
/// <param name="Attributes">By name.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Begin">The first byte, counted from the start of the file.</param>
internal sealed record NetcdfVariable(
    string Name,
    IReadOnlyList<NetcdfDimension> Dimensions,
    IReadOnlyDictionary<string, NetcdfAttribute> Attributes,
    NetcdfType Type,
    long Begin
)
{
    // More than one array holds: what is larger stays there, and can't overflow.
    private const long Absurd = 1L << 31;

    /// <summary>True if its parts lie one in each record of the file.</summary>
    public bool IsRecord => Dimensions.Count > 0 && Dimensions[0].IsRecord;

    /// <summary>Bytes of all that lies together: of one record, or of the whole.</summary>
    public long PartBytes =>
        Dimensions
            .Skip(IsRecord ? 1 : 0)
            .Aggregate((long)NetcdfHeader.BytesOf(Type), (bytes, d) => Math.Min(bytes * d.Length, Absurd));

    /// <summary>How many parts there are.</summary>
    public long Parts => IsRecord ? Dimensions[0].Length : 1;

    /// <summary>The text of an attribute, or null.</summary>
    public string? Text(string attribute) =>
        Attributes.TryGetValue(attribute, out var a) && a.Type == NetcdfType.Char ? a.Text : null;

    /// <summary>The numbers of an attribute, or none.</summary>
    public double[] Numbers(string attribute) => Attributes.TryGetValue(attribute, out var a) ? a.Numbers : [];
}
