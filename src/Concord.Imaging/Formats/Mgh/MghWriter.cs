using System.Buffers.Binary;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Mgh;

/// <summary>Writes .mgh and .mgz files.</summary>
internal static class MghWriter
{
    /// <summary>Writes a volume; see <see cref="IImageWriter.Write{T}"/>.</summary>
    public static void Write<T>(string path, Volume<T> volume, MghHeader? like)
        where T : unmanaged
    {
        var type = VoxelTypes.Of<T>() switch
        {
            VoxelType.UInt8 => 0,
            VoxelType.Int32 => 1,
            VoxelType.Float32 => 3,
            VoxelType.Int16 => 4,
            VoxelType.UInt16 => 10,
            var other => throw new BadInputException(path, $"MGH has no voxels of {other}", "write another format"),
        };
        var header = like is null ? Fresh(volume.Geometry) : like.Bytes.ToArray();
        Int(header, 20, type);
        AtomicFile.Write(
            path,
            file =>
            {
                using var packed = path.EndsWith(".mgh", StringComparison.OrdinalIgnoreCase)
                    ? null
                    : new GzipWriter(file);
                var target = (Stream?)packed ?? file;
                target.Write(header);
                VoxelWriter.Write<T>(target, volume.Voxels, isBigEndian: true);
            }
        );
    }

    private static byte[] Fresh(VolumeGeometry geometry)
    {
        var bytes = new byte[MghHeader.Length];
        var (size, a, spacing) = (geometry.Size, geometry.Affine, geometry.Spacing);
        Int(bytes, 0, 1);
        Int(bytes, 4, size.X);
        Int(bytes, 8, size.Y);
        Int(bytes, 12, size.Z);
        Int(bytes, 16, 1);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(28), 1);
        for (var axis = 0; axis < 3; axis++)
        {
            Real(bytes, 30 + 4 * axis, spacing[axis]);
            Vector(bytes, 42 + 12 * axis, a.Column(axis) * (1 / spacing[axis]));
        }

        Vector(bytes, 78, a.Apply(new(size.X / 2.0, size.Y / 2.0, size.Z / 2.0)));
        return bytes;
    }

    private static void Int(byte[] bytes, int offset, int value) =>
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(offset), value);

    private static void Real(byte[] bytes, int offset, double value) =>
        BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(offset), (float)value);

    private static void Vector(byte[] bytes, int offset, Point3 p)
    {
        Real(bytes, offset, p.X);
        Real(bytes, offset + 4, p.Y);
        Real(bytes, offset + 8, p.Z);
    }
}
