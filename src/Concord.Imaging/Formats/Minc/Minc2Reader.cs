using System.Buffers.Binary;
using System.Text;
using Concord.Imaging.Formats.Hdf5;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Minc;

/// <summary>
/// Reads MINC 2: the arrays and attributes of MINC 1 in a HDF5 file, in full resolution. Source: "MINC 2.0 file format
/// reference", MNI.
/// </summary>
internal static class Minc2Reader
{
    private const string Parts = "/minc-2.0/image/0/";
    private const string Dimensions = "/minc-2.0/dimensions/";

    /// <summary>Reads where the volume lies and its voxels, as they are stored.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional MINC 2 image.</exception>
    public static MincImage Read(string path) => Open(path, file => Read(file, path));

    /// <summary>Reads where the volume lies.</summary>
    /// <exception cref="BadInputException">The file is missing, damaged, or not a three-dimensional MINC 2 image.</exception>
    public static VolumeGeometry ReadGeometry(string path) =>
        Open(
            path,
            file =>
            {
                var variables = VariablesOf(file, ImageOf(file, path), path);
                return MincGeometry.Of(variables, variables["image"], path, []);
            }
        );

    private static T Open<T>(string path, Func<Hdf5File, T> read) =>
        ImageStream.Guard(
            path,
            () =>
            {
                using var content = ImageStream.Open(path);
                // HDF5 is read here and there, which packed files can't be.
                using var stream = content.IsCompressed
                    ? new MemoryStream(content.ReadRest(int.MaxValue / 2))
                    : (Stream)File.OpenRead(path);
                try
                {
                    return read(Hdf5File.Open(stream));
                }
                catch (Hdf5UnknownException e)
                {
                    throw new BadInputException(
                        path,
                        e.Message,
                        "write it with the MINC tools, or by h5py with libver='v108'",
                        e
                    );
                }
            }
        );

    private static MincImage Read(Hdf5File file, string path)
    {
        var image = ImageOf(file, path);
        var variables = VariablesOf(file, image, path);
        var warnings = new List<string>();
        var geometry = MincGeometry.Of(variables, variables["image"], path, warnings);
        var type = TypeOf(image, path);
        var isUnsigned = type is VoxelType.UInt8 or VoxelType.UInt16 or VoxelType.UInt32;
        // Named numbers are labels, which have no scale.
        var scale = image.Type.IsNamed
            ? null
            : MincScale.Of(variables, variables["image"], isUnsigned, path, v => Numbers(file, v.Name));
        return new MincImage(path, geometry, type, image.Type.IsBigEndian, image.ReadData(), scale, warnings);
    }

    private static Hdf5Object ImageOf(Hdf5File file, string path) =>
        file.Find(Parts + "image") ?? throw new BadInputException(path, "holds no MINC image", "give a .mnc image");

    // As netCDF would have them: what MINC 1 knows by the same names.
    private static Dictionary<string, NetcdfVariable> VariablesOf(Hdf5File file, Hdf5Object image, string path)
    {
        var shape = image.Shape;
        var order = image.Attribute("dimorder")?.Text?.Split(',') ?? [];
        if (order.Length != shape.Count || order.Distinct().Count() != order.Length)
            throw new BadInputException(path, "doesn't name the dimensions of its image", "export it again");
        var dimensions = order
            .Zip(shape, (name, length) => new NetcdfDimension(Printable(name), Math.Min(length, int.MaxValue), false))
            .ToList();
        var variables = new Dictionary<string, NetcdfVariable>
        {
            ["image"] = new("image", dimensions, AttributesOf(image), NetcdfTypeOf(image, path), 0),
        };
        foreach (var name in new[] { "image-min", "image-max" })
        {
            if (file.Find(Parts + name) is not { } limits)
                continue;
            var lengths = limits.Shape;
            if (!shape.Take(lengths.Count).SequenceEqual(lengths))
                throw new BadInputException(path, $"its {name} doesn't fit the image", "export it again");
            var own = dimensions.Take(lengths.Count).ToList();
            variables[name] = new(name, own, new Dictionary<string, NetcdfAttribute>(), NetcdfType.Float64, 0);
        }

        foreach (var name in order)
            if (file.Find(Dimensions + name) is { } dimension)
                variables[name] = new(name, [], AttributesOf(dimension), NetcdfType.Float64, 0);
        return variables;
    }

    // Names go into messages of one line.
    private static string Printable(string name) => name.Any(char.IsControl) ? "?" : name;

    private static Dictionary<string, NetcdfAttribute> AttributesOf(Hdf5Object array)
    {
        string[] numbers = ["start", "step", "direction_cosines", "valid_range", "valid_min", "valid_max", "length"];
        var found = new Dictionary<string, NetcdfAttribute>();
        if (array.Attribute("spacing")?.Text is { } spacing)
            found["spacing"] = new(NetcdfType.Char, Encoding.Latin1.GetBytes(spacing));
        foreach (var name in numbers)
            if (array.Attribute(name)?.Numbers is { Length: > 0 } values)
                found[name] = new(NetcdfType.Float64, BigEndian(values));
        return found;
    }

    private static ReadOnlyMemory<byte> Numbers(Hdf5File file, string name)
    {
        var array = file.Find(Parts + name)!;
        var numbers = Hdf5Numbers.ToDouble(array.Type, array.ReadData());
        return numbers.Length == Hdf5Shape.Count(array.Shape)
            ? BigEndian(numbers)
            : throw Hdf5File.Damaged($"its {name} holds no numbers");
    }

    private static byte[] BigEndian(double[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(double)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(i * sizeof(double)), numbers[i]);
        return bytes;
    }

    private static VoxelType TypeOf(Hdf5Object image, string path)
    {
        var type = image.Type;
        return (type.Kind, type.Bytes) switch
        {
            (Hdf5Kind.Whole, 1) => type.IsSigned ? VoxelType.Int8 : VoxelType.UInt8,
            (Hdf5Kind.Whole, 2) => type.IsSigned ? VoxelType.Int16 : VoxelType.UInt16,
            (Hdf5Kind.Whole, 4) => type.IsSigned ? VoxelType.Int32 : VoxelType.UInt32,
            (Hdf5Kind.Real, 4) => VoxelType.Float32,
            (Hdf5Kind.Real, 8) => VoxelType.Float64,
            _ => throw new BadInputException(path, "its image doesn't hold grey values", "export it again"),
        };
    }

    private static NetcdfType NetcdfTypeOf(Hdf5Object image, string path) =>
        TypeOf(image, path) switch
        {
            VoxelType.UInt8 or VoxelType.Int8 => NetcdfType.Byte,
            VoxelType.UInt16 or VoxelType.Int16 => NetcdfType.Int16,
            VoxelType.UInt32 or VoxelType.Int32 => NetcdfType.Int32,
            VoxelType.Float32 => NetcdfType.Float32,
            _ => NetcdfType.Float64,
        };
}
