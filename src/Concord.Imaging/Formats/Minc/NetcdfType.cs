namespace Concord.Imaging.Formats.Minc;

/// <summary>The types of netCDF's classic format, with its codes.</summary>
internal enum NetcdfType
{
    /// <summary>8 bits, signed or not.</summary>
    Byte = 1,

    /// <summary>Text.</summary>
    Char = 2,

    /// <summary>16 bits.</summary>
    Int16 = 3,

    /// <summary>32 bits.</summary>
    Int32 = 4,

    /// <summary>IEEE single precision.</summary>
    Float32 = 5,

    /// <summary>IEEE double precision.</summary>
    Float64 = 6,
}
