using System.Buffers.Binary;
using System.Text;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>Makes the header of a file to be written.</summary>
internal sealed class NiftiHeaderBuilder
{
    private readonly byte[] _bytes;
    private readonly int _version;
    private readonly bool _isBig;

    private NiftiHeaderBuilder(byte[] bytes, int version, bool isBig)
    {
        (_bytes, _version, _isBig) = (bytes, version, isBig);
    }

    /// <summary>A template's header, or a new one, for voxels of a type.</summary>
    public static NiftiHeader Build<T>(VolumeGeometry geometry, NiftiHeader? template, int extensionBytes)
    {
        var isWide = Math.Max(geometry.Size.X, Math.Max(geometry.Size.Y, geometry.Size.Z)) > short.MaxValue;
        var version = template?.Version ?? (isWide ? 2 : 1);
        var bytes = template is null ? new byte[version == 1 ? 348 : 540] : template.Bytes.ToArray();
        var builder = new NiftiHeaderBuilder(bytes, version, template?.IsBigEndian ?? false);
        // A template's header says where the voxels lie to the bit (docs/decisions/0007).
        if (template is null)
            builder.Start(geometry);
        builder.Describe(VoxelTypes.Of<T>(), extensionBytes);
        return new(bytes, version, builder._isBig);
    }

    /// <summary>A new header for many volumes on a grid, of one of <see cref="NiftiIntent"/>'s kinds.</summary>
    public static NiftiHeader BuildSeries<T>(VolumeGeometry geometry, int volumes, int intentCode, int extensionBytes)
    {
        var (x, y, z) = (geometry.Size.X, geometry.Size.Y, geometry.Size.Z);
        var isWide = Math.Max(Math.Max(x, y), Math.Max(z, volumes)) > short.MaxValue;
        var version = isWide ? 2 : 1;
        var builder = new NiftiHeaderBuilder(new byte[version == 1 ? 348 : 540], version, isBig: false);
        builder.Start(geometry);
        builder.Describe(VoxelTypes.Of<T>(), extensionBytes);
        // Components run along the fifth dimension, moments along the fourth (nifti1.h, "DATA DIMENSIONALITY").
        if (intentCode == NiftiIntent.None)
            builder.Dims(4, x, y, z, volumes);
        else
            builder.Dims(5, x, y, z, 1, volumes);
        builder.Int(version == 1 ? 68 : 504, intentCode, version == 1 ? 2 : 4);
        if (intentCode == NiftiIntent.SymmetricMatrix)
            builder.Real(version == 1 ? 56 : 80, NiftiIntent.MatrixRows);
        return new(builder._bytes, version, isBigEndian: false);
    }

    private void Start(VolumeGeometry geometry)
    {
        Int(0, _version == 1 ? 348 : 540, 4);
        Dims(3, geometry.Size.X, geometry.Size.Y, geometry.Size.Z);
        for (var i = 0; i < 8; i++)
            Real(_version == 1 ? 76 + 4 * i : 104 + 8 * i, i is >= 1 and <= 3 ? geometry.Spacing[i - 1] : 1);
        const int Millimetres = 2;
        if (_version == 1)
            _bytes[123] = Millimetres;
        else
            Int(500, Millimetres, 4);
        const int Scanner = 1;
        WriteSform(geometry.Affine, Scanner);
        WriteQform(geometry.Affine, Scanner);
    }

    // The rank and what is along each dimension; 1 along the rest.
    private void Dims(params ReadOnlySpan<int> dims)
    {
        var (start, bytes) = _version == 1 ? (40, 2) : (16, 8);
        for (var i = 0; i < 8; i++)
            Int(start + i * bytes, i < dims.Length ? dims[i] : 1, bytes);
    }

    // What depends on the new voxels: type, scaling, window, intent, origin of the file.
    private void Describe(VoxelType type, int extensionBytes)
    {
        var offset = _bytes.Length + extensionBytes;
        if (_version == 1)
        {
            Int(70, (int)type, 2);
            Int(72, 8 * VoxelTypes.Bytes(type), 2);
            Real(108, offset);
            "n+1\0"u8.CopyTo(_bytes.AsSpan(344));
            Int(68, 0, 2);
        }
        else
        {
            Int(12, (int)type, 2);
            Int(14, 8 * VoxelTypes.Bytes(type), 2);
            Int(168, offset, 8);
            "n+2\0\r\n\u001a\n"u8.CopyTo(_bytes.AsSpan(4));
            Int(504, 0, 4);
        }

        var (scale, window, text) = _version == 1 ? (112, 124, 148) : (176, 192, 240);
        var size = _version == 1 ? 4 : 8;
        Real(scale, 1);
        Real(scale + size, 0);
        Real(window, 0);
        Real(window + size, 0);
        _bytes.AsSpan(text, 80).Clear();
        Encoding.ASCII.GetBytes("Concord").CopyTo(_bytes, text);
        _bytes.AsSpan(_version == 1 ? 328 : 508, 16).Clear();
    }

    private void WriteSform(Affine a, int code)
    {
        Int(_version == 1 ? 254 : 348, code, _version == 1 ? 2 : 4);
        double[] rows = [a.M00, a.M01, a.M02, a.M03, a.M10, a.M11, a.M12, a.M13, a.M20, a.M21, a.M22, a.M23];
        for (var i = 0; i < rows.Length; i++)
            Real(_version == 1 ? 280 + 4 * i : 400 + 8 * i, rows[i]);
    }

    private void WriteQform(Affine a, int code)
    {
        Int(_version == 1 ? 252 : 344, code, _version == 1 ? 2 : 4);
        var (b, c, d, isLeftHanded) = Quaternion.FromAffine(a);
        double[] numbers = [b, c, d, a.M03, a.M13, a.M23];
        for (var i = 0; i < numbers.Length; i++)
            Real(_version == 1 ? 256 + 4 * i : 352 + 8 * i, numbers[i]);
        Real(_version == 1 ? 76 : 104, isLeftHanded ? -1 : 1);
    }

    private void Int(int offset, long value, int bytes)
    {
        for (var i = 0; i < bytes; i++)
            _bytes[offset + (_isBig ? bytes - 1 - i : i)] = (byte)(value >> 8 * i);
    }

    private void Real(int offset, double value)
    {
        if (_version == 2)
            Int(offset, BitConverter.DoubleToInt64Bits(value), 8);
        else
            Int(offset, BitConverter.SingleToInt32Bits((float)value), 4);
    }
}
