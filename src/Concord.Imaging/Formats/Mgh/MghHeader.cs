using System.Buffers.Binary;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Mgh;

/// <summary>
/// The 284 bytes that a file of FreeSurfer's begins with; numbers are big-endian, the world is RAS+. Source: "MghFormat",
/// FreeSurfer wiki.
/// </summary>
internal sealed class MghHeader
{
    /// <summary>Bytes before the first voxel.</summary>
    public const int Length = 284;

    private readonly byte[] _bytes;

    private MghHeader(byte[] bytes, string path)
    {
        _bytes = bytes;
        var volumes = Int(16);
        if (volumes > 1)
            throw new BadInputException(path, $"holds {volumes} volumes (4D), not one", "split it and give one volume");
        Extent = VoxelExtent.Of(path, Int(4), Int(8), Int(12));
        Format = new(TypeOf(Int(20), path), IsBigEndian: true);
        if (BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(28)) == 0)
            Warnings.Add("doesn't say where it lies: slices are taken to be coronal, voxels to be 1 mm");
        var affine = AffineOf(Warnings.Count == 0);
        if (!affine.IsInvertible)
            throw new BadInputException(
                path,
                "its affine is singular or not finite",
                "mend it with mri_convert or mri_info"
            );
        Geometry = new(Extent.Size, affine);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Voxels along each axis.</summary>
    public VoxelExtent Extent { get; }

    /// <summary>How voxels are stored.</summary>
    public VoxelFormat Format { get; }

    /// <summary>Where the volume lies.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>What was noticed.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Whether a file may begin with these.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> start) =>
        start.Length >= Length
        && BinaryPrimitives.ReadInt32BigEndian(start) == 1
        && BinaryPrimitives.ReadInt32BigEndian(start[20..]) is >= 0 and <= 10;

    /// <summary>Takes 284 bytes.</summary>
    /// <exception cref="BadInputException">They are damaged, or not of a three-dimensional image of grey values.</exception>
    public static MghHeader Of(byte[] bytes, string path) => new(bytes, path);

    private static VoxelType TypeOf(int code, string path) =>
        code switch
        {
            0 => VoxelType.UInt8,
            1 => VoxelType.Int32,
            3 => VoxelType.Float32,
            4 => VoxelType.Int16,
            10 => VoxelType.UInt16,
            _ => throw new BadInputException(path, $"has the unknown voxel type {code}", "convert it with mri_convert"),
        };

    // The centre, at half the size, lies at c (not at half the size less one).
    private Affine AffineOf(bool isGiven)
    {
        var (x, y, z, c) = (new Point3(-1, 0, 0), new Point3(0, 0, -1), new Point3(0, 1, 0), default(Point3));
        if (isGiven)
        {
            x = Vector(42) * Real(30);
            y = Vector(54) * Real(34);
            z = Vector(66) * Real(38);
            c = Vector(78);
        }

        var half = x * (Extent.Size.X / 2.0) + y * (Extent.Size.Y / 2.0) + z * (Extent.Size.Z / 2.0);
        return Affine.FromColumns(x, y, z, c - half);
    }

    private int Int(int offset) => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(offset));

    private double Real(int offset) => BinaryPrimitives.ReadSingleBigEndian(_bytes.AsSpan(offset));

    private Point3 Vector(int offset) => new(Real(offset), Real(offset + 4), Real(offset + 8));
}
