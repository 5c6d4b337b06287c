using System.Buffers;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Formats;

/// <summary>Writes voxels in either byte order.</summary>
internal static class VoxelWriter
{
    private const int Block = 1 << 20;

    /// <summary>Writes them as they lie in memory, the bytes of each reversed for big-endian files.</summary>
    public static unsafe void Write<T>(Stream stream, ReadOnlySpan<T> voxels, bool isBigEndian)
        where T : unmanaged
    {
        if (!isBigEndian || sizeof(T) == 1)
        {
            // In blocks, since a span of bytes can't exceed 2 GiB.
            for (; voxels.Length > 0; voxels = voxels[Math.Min(Block, voxels.Length)..])
                stream.Write(MemoryMarshal.AsBytes(voxels[..Math.Min(Block, voxels.Length)]));
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Block * sizeof(T));
        for (; voxels.Length > 0; voxels = voxels[Math.Min(Block, voxels.Length)..])
        {
            var part = MemoryMarshal.AsBytes(voxels[..Math.Min(Block, voxels.Length)]);
            part.CopyTo(buffer);
            VoxelDecoder.Swap(buffer.AsSpan(0, part.Length), sizeof(T));
            stream.Write(buffer, 0, part.Length);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
