namespace Concord.Imaging.Formats;

/// <summary>What is known of the types of voxels.</summary>
internal static class VoxelTypes
{
    /// <summary>Bytes of a voxel.</summary>
    public static int Bytes(VoxelType type) =>
        type switch
        {
            VoxelType.UInt8 or VoxelType.Int8 => 1,
            VoxelType.Int16 or VoxelType.UInt16 => 2,
            VoxelType.Int32 or VoxelType.UInt32 or VoxelType.Float32 => 4,
            _ => 8,
        };

    /// <summary>That of a .NET type.</summary>
    public static VoxelType Of<T>() =>
        default(T) switch
        {
            byte => VoxelType.UInt8,
            sbyte => VoxelType.Int8,
            short => VoxelType.Int16,
            ushort => VoxelType.UInt16,
            int => VoxelType.Int32,
            uint => VoxelType.UInt32,
            long => VoxelType.Int64,
            ulong => VoxelType.UInt64,
            float => VoxelType.Float32,
            double => VoxelType.Float64,
            _ => throw new NotSupportedException($"No file has voxels of {typeof(T).Name}."),
        };
}
