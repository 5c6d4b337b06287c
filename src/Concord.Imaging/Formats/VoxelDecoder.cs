using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Formats;

/// <summary>Turns stored bytes into numbers, a block at a time with vector instructions.</summary>
internal static class VoxelDecoder
{
    private const int Block = 1 << 16;

    public static void ToSingle(ReadOnlySpan<byte> data, VoxelType type, bool isBigEndian, Span<float> target) =>
        Decode(data, type, isBigEndian, target);

    public static void ToDouble(ReadOnlySpan<byte> data, VoxelType type, bool isBigEndian, Span<double> target) =>
        Decode(data, type, isBigEndian, target);

    /// <summary>Scales in double precision and rounds once, as nibabel does.</summary>
    public static void ToScaledSingle(ReadOnlySpan<byte> data, VoxelFormat format, Span<float> target)
    {
        var bytes = format.Bytes;
        var block = new double[Math.Min(Block, target.Length)];
        for (var start = 0; start < target.Length; start += Block)
        {
            var part = block.AsSpan(0, Math.Min(Block, target.Length - start));
            Decode(data.Slice(start * bytes, part.Length * bytes), format.Type, format.IsBigEndian, part);
            TensorPrimitives.Multiply(part, format.Slope, part);
            TensorPrimitives.Add(part, format.Intercept, part);
            TensorPrimitives.ConvertTruncating<double, float>(part, target.Slice(start, part.Length));
        }
    }

    /// <summary>Converts the types whose every value fits; false for the others.</summary>
    public static bool TryToInt32(ReadOnlySpan<byte> data, VoxelType type, bool isBigEndian, Span<int> target)
    {
        if (VoxelTypes.Bytes(type) > 4 || type is VoxelType.Float32 or VoxelType.UInt32)
            return false;
        Decode(data, type, isBigEndian, target);
        return true;
    }

    /// <summary>Reverses the bytes of every voxel.</summary>
    public static void Swap(Span<byte> data, int bytes)
    {
        switch (bytes)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, short>(data);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, int>(data);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, long>(data);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }

    private static void Decode<T>(ReadOnlySpan<byte> data, VoxelType type, bool isBigEndian, Span<T> target)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var bytes = VoxelTypes.Bytes(type);
        var needsSwap = isBigEndian && bytes > 1;
        var swapped = needsSwap ? new byte[Math.Min(Block, target.Length) * bytes] : [];
        for (var start = 0; start < target.Length; start += Block)
        {
            var count = Math.Min(Block, target.Length - start);
            var source = data.Slice(start * bytes, count * bytes);
            if (needsSwap)
            {
                source.CopyTo(swapped);
                Swap(swapped.AsSpan(0, source.Length), bytes);
                source = swapped.AsSpan(0, source.Length);
            }

            Convert(source, type, target.Slice(start, count));
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> source, VoxelType type, Span<T> target)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        switch (type)
        {
            case VoxelType.UInt8:
                TensorPrimitives.ConvertTruncating(source, target);
                break;
            case VoxelType.Int8:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(source), target);
                break;
            case VoxelType.Int16:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(source), target);
                break;
            case VoxelType.UInt16:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ushort>(source), target);
                break;
            case VoxelType.Int32:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(source), target);
                break;
            case VoxelType.UInt32:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, uint>(source), target);
                break;
            case VoxelType.Int64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(source), target);
                break;
            case VoxelType.UInt64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ulong>(source), target);
                break;
            case VoxelType.Float32:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(source), target);
                break;
            default:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(source), target);
                break;
        }
    }
}
