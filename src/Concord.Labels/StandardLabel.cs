namespace Concord.Labels;

/// <summary>How a class is written into a label file and drawn.</summary>
/// <param name="Value">The integer in the file.</param>
/// <param name="Mapping">The integer of the BIDS standard table, if it has the class.</param>
/// <param name="Abbreviation">The abbreviation of the BIDS standard table, if it has the class.</param>
/// <param name="Color">0xRRGGBB.</param>
public sealed record StandardLabel(int Value, int? Mapping, string? Abbreviation, int Color)
{
    // L in the BIDS standard table.
    private const int Lesion = 7;

    /// <summary>Whether the class is a lesion: something that comes in any number of pieces, or not at all.</summary>
    public bool IsLesion => Mapping == Lesion;
}
