namespace Concord.Imaging.Formats;

/// <summary>The types of voxels that Concord reads; the numbers are NIfTI's codes.</summary>
public enum VoxelType
{
    /// <summary>8 bits, unsigned.</summary>
    UInt8 = 2,

    /// <summary>16 bits, signed.</summary>
    Int16 = 4,

    /// <summary>32 bits, signed.</summary>
    Int32 = 8,

    /// <summary>IEEE single precision.</summary>
    Float32 = 16,

    /// <summary>IEEE double precision.</summary>
    Float64 = 64,

    /// <summary>8 bits, signed.</summary>
    Int8 = 256,

    /// <summary>16 bits, unsigned.</summary>
    UInt16 = 512,

    /// <summary>32 bits, unsigned.</summary>
    UInt32 = 768,

    /// <summary>64 bits, signed.</summary>
    Int64 = 1024,

    /// <summary>64 bits, unsigned.</summary>
    UInt64 = 1280,
}
