using System.Buffers.Binary;
using System.Text;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>
/// The header of a NIfTI-1 (348 bytes) or NIfTI-2 (540 bytes) file, kept as the bytes that stood in the file: what Concord
/// doesn't change goes out as it came in, to the bit and in its own byte order.
/// </summary>
public sealed class NiftiHeader
{
    private readonly byte[] _bytes;

    internal NiftiHeader(byte[] bytes, int version, bool isBigEndian)
    {
        (_bytes, Version, IsBigEndian) = (bytes, version, isBigEndian);
    }

    /// <summary>1 or 2.</summary>
    public int Version { get; }

    /// <summary>True if numbers are stored with the highest byte first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>The header's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The datatype's code.</summary>
    public int DatatypeCode => Int16(Version == 1 ? 70 : 12);

    /// <summary>What the voxels mean, such as <see cref="NiftiIntent.Vector"/>; 0 if that isn't said.</summary>
    public int IntentCode => Version == 1 ? Int16(68) : Int32(504);

    /// <summary>The intent's first parameter: for symmetric matrices how many rows they have.</summary>
    public double IntentParameter => Version == 1 ? Real(56) : Real(80);

    /// <summary>Bytes before the first voxel in a single file.</summary>
    public double VoxelOffset => Version == 1 ? Real(108) : Int64(168);

    /// <summary>Voxels are value * slope + intercept, unless the slope is 0 or not finite.</summary>
    public double Slope => Version == 1 ? Real(112) : Real(176);

    /// <summary>See <see cref="Slope"/>.</summary>
    public double Intercept => Version == 1 ? Real(116) : Real(184);

    /// <summary>What the quaternion form's coordinates are; 0 if there is none.</summary>
    public int QformCode => Version == 1 ? Int16(252) : Int32(344);

    /// <summary>What the matrix form's coordinates are; 0 if there is none.</summary>
    public int SformCode => Version == 1 ? Int16(254) : Int32(348);

    /// <summary>The free text.</summary>
    public string Description =>
        Encoding.Latin1.GetString(_bytes, Version == 1 ? 148 : 240, 80).TrimEnd('\0').Split('\0')[0];

    /// <summary>The matrix form.</summary>
    public Affine Sform
    {
        get
        {
            var (start, size) = Version == 1 ? (280, 4) : (400, 8);
            double M(int i) => Real(start + i * size);
            return new(M(0), M(1), M(2), M(3), M(4), M(5), M(6), M(7), M(8), M(9), M(10), M(11));
        }
    }

    /// <summary>The quaternion form, with the voxel sizes and the handedness that <c>pixdim</c> holds.</summary>
    public Affine Qform
    {
        get
        {
            var (start, size) = Version == 1 ? (256, 4) : (352, 8);
            double Q(int i) => Real(start + i * size);
            return Quaternion.ToAffine(Q(0), Q(1), Q(2), new(Q(3), Q(4), Q(5)), PixelSizes, PixDim(0) < 0);
        }
    }

    /// <summary>The voxel sizes in mm, each made positive; 1 where the header has 0.</summary>
    public Spacing PixelSizes
    {
        get
        {
            double Size(int i) => Math.Abs(PixDim(i)) is var s && s > 0 ? s : 1;
            return new(Size(1), Size(2), Size(3));
        }
    }

    /// <summary>Millimetres in the unit that <c>xyzt_units</c> names: 1 also where it names none.</summary>
    public double Millimetres =>
        ((Version == 1 ? _bytes[123] : Int32(500)) & 7) switch
        {
            1 => 1000,
            3 => 0.001,
            _ => 1,
        };

    /// <summary>Entry 0 to 7 of <c>dim</c>.</summary>
    public long Dim(int index) => Version == 1 ? Int16(40 + 2 * index) : Int64(16 + 8 * index);

    /// <summary>Entry 0 to 7 of <c>pixdim</c>.</summary>
    public double PixDim(int index) => Version == 1 ? Real(76 + 4 * index) : Real(104 + 8 * index);

    internal double Real(int offset)
    {
        var span = _bytes.AsSpan(offset);
        if (Version == 2)
            return IsBigEndian
                ? BinaryPrimitives.ReadDoubleBigEndian(span)
                : BinaryPrimitives.ReadDoubleLittleEndian(span);
        return IsBigEndian ? BinaryPrimitives.ReadSingleBigEndian(span) : BinaryPrimitives.ReadSingleLittleEndian(span);
    }

    private short Int16(int offset)
    {
        var span = _bytes.AsSpan(offset);
        return IsBigEndian ? BinaryPrimitives.ReadInt16BigEndian(span) : BinaryPrimitives.ReadInt16LittleEndian(span);
    }

    private int Int32(int offset)
    {
        var span = _bytes.AsSpan(offset);
        return IsBigEndian ? BinaryPrimitives.ReadInt32BigEndian(span) : BinaryPrimitives.ReadInt32LittleEndian(span);
    }

    private long Int64(int offset)
    {
        var span = _bytes.AsSpan(offset);
        return IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(span) : BinaryPrimitives.ReadInt64LittleEndian(span);
    }
}
