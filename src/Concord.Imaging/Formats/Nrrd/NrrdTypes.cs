namespace Concord.Imaging.Formats.Nrrd;

/// <summary>What NRRD calls the types of voxels: each has several names.</summary>
internal static class NrrdTypes
{
    private static readonly Dictionary<string, VoxelType> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["uchar"] = VoxelType.UInt8,
        ["unsigned char"] = VoxelType.UInt8,
        ["uint8"] = VoxelType.UInt8,
        ["uint8_t"] = VoxelType.UInt8,
        ["signed char"] = VoxelType.Int8,
        ["int8"] = VoxelType.Int8,
        ["int8_t"] = VoxelType.Int8,
        ["ushort"] = VoxelType.UInt16,
        ["unsigned short"] = VoxelType.UInt16,
        ["unsigned short int"] = VoxelType.UInt16,
        ["uint16"] = VoxelType.UInt16,
        ["uint16_t"] = VoxelType.UInt16,
        ["short"] = VoxelType.Int16,
        ["short int"] = VoxelType.Int16,
        ["signed short"] = VoxelType.Int16,
        ["signed short int"] = VoxelType.Int16,
        ["int16"] = VoxelType.Int16,
        ["int16_t"] = VoxelType.Int16,
        ["uint"] = VoxelType.UInt32,
        ["unsigned int"] = VoxelType.UInt32,
        ["uint32"] = VoxelType.UInt32,
        ["uint32_t"] = VoxelType.UInt32,
        ["int"] = VoxelType.Int32,
        ["signed int"] = VoxelType.Int32,
        ["int32"] = VoxelType.Int32,
        ["int32_t"] = VoxelType.Int32,
        ["ulonglong"] = VoxelType.UInt64,
        ["unsigned long long"] = VoxelType.UInt64,
        ["unsigned long long int"] = VoxelType.UInt64,
        ["uint64"] = VoxelType.UInt64,
        ["uint64_t"] = VoxelType.UInt64,
        ["longlong"] = VoxelType.Int64,
        ["long long"] = VoxelType.Int64,
        ["long long int"] = VoxelType.Int64,
        ["signed long long"] = VoxelType.Int64,
        ["signed long long int"] = VoxelType.Int64,
        ["int64"] = VoxelType.Int64,
        ["int64_t"] = VoxelType.Int64,
        ["float"] = VoxelType.Float32,
        ["double"] = VoxelType.Float64,
    };

    /// <summary>The type of a name, or null.</summary>
    public static VoxelType? Of(string name) => ByName.TryGetValue(name, out var type) ? type : null;

    /// <summary>The first name of a type.</summary>
    public static string NameOf(VoxelType type) => ByName.First(t => t.Value == type).Key;
}
