using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;
using PureHDF;

namespace Concord.Imaging.Formats.Minc;

/// <summary>
/// Reads MINC 2: the arrays and attributes of MINC 1 in a HDF5 file, in full resolution. Source: "MINC 2.0 file format
/// reference", MNI.
/// </summary>
internal static class Minc2Reader
{
    private const string Image = "/minc-2.0/image/0/image";
    private const string Dimensions = "/minc-2.0/dimensions/";

    /// <summary>Reads where the volume lies and its voxels, as they are stored.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional MINC 2 image.</exception>
    public static MincImage Read(string path) => Open(path, (file, most) => Read(file, most, path));

    /// <summary>Reads where the volume lies.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional MINC 2 image.</exception>
    public static VolumeGeometry ReadGeometry(string path) =>
        Open(
            path,
            (file, _) =>
            {
                var variables = VariablesOf(file, path);
                return MincGeometry.Of(variables, variables["image"], path, []);
            }
        );

    private static T Open<T>(string path, Func<IH5Group, long, T> read) =>
        ImageStream.Guard(
            path,
            () =>
            {
                using var content = ImageStream.Open(path);
                // What the file can hold, its own compression included.
                var bytes = content.IsCompressed ? content.ReadRest(int.MaxValue / 2) : [];
                using var stream = content.IsCompressed ? new MemoryStream(bytes) : (Stream)File.OpenRead(path);
                try
                {
                    using var file = H5File.Open(stream);
                    return read(file, ImageStream.MostOf(stream.Length));
                }
                catch (Exception e) when (e is not (BadInputException or OutOfMemoryException or IOException))
                {
                    // The library trusts what it reads.
                    throw new BadInputException(
                        path,
                        $"its HDF5 can't be read: {e.Message.ReplaceLineEndings(" ")}",
                        "copy it again, or convert it with mnc2nii IN OUT",
                        e
                    );
                }
            }
        );

    private static MincImage Read(IH5Group file, long most, string path)
    {
        var variables = VariablesOf(file, path);
        var image = variables["image"];
        var warnings = new List<string>();
        var geometry = MincGeometry.Of(variables, image, path, warnings);
        var dataset = file.Dataset(Image);
        var type = TypeOf(dataset, path);
        var bytes = geometry.Size.Voxels * VoxelTypes.Bytes(type);
        if (bytes > most)
            throw new BadInputException(
                path,
                $"its image needs {bytes} bytes, but the file holds at most {most}",
                "the file is cut short or its header is damaged"
            );
        var isUnsigned = type is VoxelType.UInt8 or VoxelType.UInt16 or VoxelType.UInt32;
        var scale = MincScale.Of(variables, image, isUnsigned, path, v => Numbers(file, v.Name));
        return new MincImage(path, geometry, type, isBigEndian: false, Voxels(dataset, type), scale, warnings);
    }

    // As netCDF would have them: what MINC 1 knows by the same names.
    private static Dictionary<string, NetcdfVariable> VariablesOf(IH5Group file, string path)
    {
        if (!file.LinkExists(Image))
            throw new BadInputException(path, "holds no MINC image", "give a .mnc image");
        var dataset = file.Dataset(Image);
        var shape = dataset.Space.Dimensions;
        var order = dataset.AttributeExists("dimorder")
            ? dataset.Attribute("dimorder").Read<string>().TrimEnd('\0', ' ').Split(',')
            : [];
        if (order.Length != shape.Length || order.Distinct().Count() != order.Length)
            throw new BadInputException(path, "doesn't name the dimensions of its image", "export it again");
        var dimensions = order
            .Zip(shape, (name, length) => new NetcdfDimension(name, (long)Math.Min(length, int.MaxValue), false))
            .ToList();
        var variables = new Dictionary<string, NetcdfVariable>
        {
            ["image"] = new("image", dimensions, AttributesOf(dataset), NetcdfTypeOf(dataset, path), 0),
        };
        foreach (var name in new[] { "image-min", "image-max" })
        {
            var at = $"/minc-2.0/image/0/{name}";
            if (!file.LinkExists(at))
                continue;
            var rank = file.Dataset(at).Space.Dimensions.Length;
            var own = dimensions.Take(rank).ToList();
            if (own.Where((d, i) => (ulong)d.Length != file.Dataset(at).Space.Dimensions[i]).Any())
                throw new BadInputException(path, $"its {name} doesn't fit the image", "export it again");
            variables[name] = new(name, own, new Dictionary<string, NetcdfAttribute>(), NetcdfType.Float64, 0);
        }

        foreach (var name in order)
            if (file.LinkExists(Dimensions + name))
                variables[name] = new(name, [], AttributesOf(file.Dataset(Dimensions + name)), NetcdfType.Float64, 0);
        return variables;
    }

    private static Dictionary<string, NetcdfAttribute> AttributesOf(IH5Dataset dataset)
    {
        string[] texts = ["spacing"];
        string[] numbers = ["start", "step", "direction_cosines", "valid_range", "valid_min", "valid_max", "length"];
        var found = new Dictionary<string, NetcdfAttribute>();
        foreach (var name in texts.Where(dataset.AttributeExists))
            found[name] = new(NetcdfType.Char, Encoding.Latin1.GetBytes(dataset.Attribute(name).Read<string>()));
        foreach (var name in numbers.Where(dataset.AttributeExists))
            found[name] = new(NetcdfType.Float64, BigEndian(ReadNumbers(dataset.Attribute(name))));
        return found;
    }

    private static double[] ReadNumbers(IH5Attribute attribute)
    {
        var isOne = attribute.Space.Dimensions.Length == 0;
        var type = attribute.Type;
        if (type.Class == H5DataTypeClass.FloatingPoint && type.Size == 4)
            return isOne ? [attribute.Read<float>()] : [.. attribute.Read<float[]>().Select(v => (double)v)];
        if (type.Class == H5DataTypeClass.FixedPoint)
            return isOne ? [attribute.Read<int>()] : [.. attribute.Read<int[]>().Select(v => (double)v)];
        return isOne ? [attribute.Read<double>()] : attribute.Read<double[]>();
    }

    private static ReadOnlyMemory<byte> Numbers(IH5Group file, string name)
    {
        var dataset = file.Dataset($"/minc-2.0/image/0/{name}");
        return BigEndian(dataset.Space.Dimensions.Length == 0 ? [dataset.Read<double>()] : dataset.Read<double[]>());
    }

    private static byte[] BigEndian(double[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(double)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(i * sizeof(double)), numbers[i]);
        return bytes;
    }

    private static VoxelType TypeOf(IH5Dataset dataset, string path)
    {
        var (type, size) = (dataset.Type.Class, dataset.Type.Size);
        var isSigned = type == H5DataTypeClass.FixedPoint && dataset.Type.FixedPoint.IsSigned;
        return (type, size) switch
        {
            (H5DataTypeClass.FixedPoint, 1) => isSigned ? VoxelType.Int8 : VoxelType.UInt8,
            (H5DataTypeClass.FixedPoint, 2) => isSigned ? VoxelType.Int16 : VoxelType.UInt16,
            (H5DataTypeClass.FixedPoint, 4) => isSigned ? VoxelType.Int32 : VoxelType.UInt32,
            (H5DataTypeClass.FloatingPoint, 4) => VoxelType.Float32,
            (H5DataTypeClass.FloatingPoint, 8) => VoxelType.Float64,
            _ => throw new BadInputException(path, "its image doesn't hold grey values", "export it again"),
        };
    }

    private static NetcdfType NetcdfTypeOf(IH5Dataset dataset, string path) =>
        TypeOf(dataset, path) switch
        {
            VoxelType.UInt8 or VoxelType.Int8 => NetcdfType.Byte,
            VoxelType.UInt16 or VoxelType.Int16 => NetcdfType.Int16,
            VoxelType.UInt32 or VoxelType.Int32 => NetcdfType.Int32,
            VoxelType.Float32 => NetcdfType.Float32,
            _ => NetcdfType.Float64,
        };

    private static byte[] Voxels(IH5Dataset dataset, VoxelType type) =>
        type switch
        {
            VoxelType.UInt8 or VoxelType.Int8 => dataset.Read<byte[]>(),
            VoxelType.UInt16 or VoxelType.Int16 => Bytes(dataset.Read<short[]>()),
            VoxelType.UInt32 or VoxelType.Int32 => Bytes(dataset.Read<int[]>()),
            VoxelType.Float32 => Bytes(dataset.Read<float[]>()),
            _ => Bytes(dataset.Read<double[]>()),
        };

    private static byte[] Bytes<T>(T[] numbers)
        where T : unmanaged => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
}
