namespace Concord.Imaging.Formats.Hdf5;

/// <summary>What an element is.</summary>
internal enum Hdf5Kind
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number of IEEE 754.</summary>
    Real,

    /// <summary>Text of a fixed length.</summary>
    Text,

    /// <summary>Text of any length, which stands in a heap.</summary>
    TextElsewhere,

    /// <summary>What MINC doesn't use.</summary>
    Other,
}
