using System.Buffers.Binary;
using System.Text;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Minc;

/// <summary>
/// The beginning of a netCDF file of the classic format (CDF-1) or with 64-bit offsets (CDF-2): what it holds and where.
/// Source: "NetCDF Classic Format Specification", Unidata. Numbers are big-endian, everything is padded to 4 bytes.
/// </summary>
internal sealed class NetcdfHeader
{
    private const int DimensionTag = 0x0A;
    private const int VariableTag = 0x0B;
    private const int AttributeTag = 0x0C;
    private const int MaxItems = 4096;
    private const long MaxBytes = 16L << 20;

    private readonly ImageStream _file;
    private readonly string _path;
    private readonly bool _hasLongOffsets;

    private NetcdfHeader(ImageStream file, string path)
    {
        (_file, _path) = (file, path);
        var magic = Read(4);
        if (!magic.AsSpan(0, 3).SequenceEqual("CDF"u8))
            throw new BadInputException(path, "not a MINC file: it isn't netCDF", "give a .mnc or .mnc.gz image");
        if (magic[3] is not (1 or 2))
            throw new BadInputException(
                path,
                $"is netCDF of the unknown version {magic[3]}",
                "convert it to MINC 1 with mincconvert IN OUT"
            );
        _hasLongOffsets = magic[3] == 2;

        var records = BinaryPrimitives.ReadInt32BigEndian(Read(4));
        var dimensions = ReadList(
            DimensionTag,
            "dimensions",
            () =>
            {
                var name = ReadName();
                var length = ReadCount("length");
                return new NetcdfDimension(name, length == 0 ? records : length, length == 0);
            }
        );
        ReadAttributes();
        var variables = ReadList(VariableTag, "variables", () => ReadVariable(dimensions));
        var byName = new Dictionary<string, NetcdfVariable>();
        foreach (var variable in variables)
            if (!byName.TryAdd(variable.Name, variable))
                throw Damaged($"has '{variable.Name}' twice");
        Variables = byName;
        var inRecords = variables.Where(v => v.IsRecord).ToList();
        if (inRecords.Count > 0 && records < 0)
            throw Damaged("doesn't say how many records it holds");
        // A single variable in the records is not padded.
        RecordBytes = inRecords.Count == 1 ? inRecords[0].PartBytes : inRecords.Sum(v => Padded(v.PartBytes));
    }

    /// <summary>What the file holds, by name.</summary>
    public IReadOnlyDictionary<string, NetcdfVariable> Variables { get; }

    /// <summary>Bytes of the header.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes from one record to the next.</summary>
    public long RecordBytes { get; }

    /// <summary>Reads the header, and leaves the file at the byte behind it.</summary>
    /// <exception cref="BadInputException">It isn't netCDF, or damaged.</exception>
    public static NetcdfHeader Read(ImageStream file, string path) => new(file, path);

    /// <summary>Bytes of an element.</summary>
    public static int BytesOf(NetcdfType type) =>
        type switch
        {
            NetcdfType.Byte or NetcdfType.Char => 1,
            NetcdfType.Int16 => 2,
            NetcdfType.Int32 or NetcdfType.Float32 => 4,
            _ => 8,
        };

    /// <summary>The byte behind the last of a variable, counted from the start of the file.</summary>
    public long EndOf(NetcdfVariable variable) =>
        (long)
            Int128.Min(
                (Int128)variable.Begin + (Int128)(variable.Parts - 1) * RecordBytes + variable.PartBytes,
                long.MaxValue
            );

    private NetcdfVariable ReadVariable(IReadOnlyList<NetcdfDimension> dimensions)
    {
        var name = ReadName();
        var rank = ReadCount("rank");
        if (rank > 32)
            throw Damaged($"gives '{name}' {rank} dimensions");
        var own = new List<NetcdfDimension>();
        for (var i = 0; i < rank; i++)
        {
            var id = BinaryPrimitives.ReadInt32BigEndian(Read(4));
            if (id < 0 || id >= dimensions.Count || (dimensions[id].IsRecord && i > 0))
                throw Damaged($"gives '{name}' a dimension that isn't there");
            own.Add(dimensions[id]);
        }

        var attributes = ReadAttributes();
        var type = ReadType();
        Read(4); // vsize, which follows from the rest and overflows for large variables
        var begin = _hasLongOffsets
            ? BinaryPrimitives.ReadInt64BigEndian(Read(8))
            : BinaryPrimitives.ReadInt32BigEndian(Read(4));
        return new(name, own, attributes, type, begin);
    }

    private Dictionary<string, NetcdfAttribute> ReadAttributes()
    {
        var list = ReadList(
            AttributeTag,
            "attributes",
            () =>
            {
                var name = ReadName();
                var type = ReadType();
                var bytes = (long)ReadCount("attribute") * BytesOf(type);
                var value = Read(Padded(bytes))[..(int)bytes];
                return KeyValuePair.Create(name, new NetcdfAttribute(type, value));
            }
        );
        var attributes = new Dictionary<string, NetcdfAttribute>();
        foreach (var (name, attribute) in list)
            attributes[name] = attribute;
        return attributes;
    }

    private List<T> ReadList<T>(int tag, string what, Func<T> readOne)
    {
        var found = BinaryPrimitives.ReadInt32BigEndian(Read(4));
        var count = ReadCount(what);
        if (found != tag && (found != 0 || count != 0))
            throw Damaged($"has no list of {what}");
        if (count > MaxItems)
            throw Damaged($"claims {count} {what}");
        var list = new List<T>();
        for (var i = 0; i < count; i++)
            list.Add(readOne());
        return list;
    }

    private string ReadName()
    {
        var length = ReadCount("name");
        var name = Encoding.Latin1.GetString(Read(Padded(length)), 0, length);
        // Names go into messages of one line.
        return name.Any(char.IsControl) ? throw Damaged("has a name with control characters") : name;
    }

    private NetcdfType ReadType()
    {
        var type = (NetcdfType)BinaryPrimitives.ReadInt32BigEndian(Read(4));
        return Enum.IsDefined(type) ? type : throw Damaged($"has the unknown type {(int)type}");
    }

    private int ReadCount(string what)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(Read(4));
        return count >= 0 ? count : throw Damaged($"has a negative {what} count");
    }

    private byte[] Read(long bytes)
    {
        Length += bytes;
        if (Length > MaxBytes)
            throw Damaged("is longer than 16 MiB");
        // Before anything of that size is allocated.
        return Length <= _file.MostBytes ? _file.ReadAll(bytes) : throw new EndOfStreamException();
    }

    private BadInputException Damaged(string what) =>
        new(_path, $"its netCDF header {what}", "the file is damaged: copy or download it again");

    private static long Padded(long bytes) => (bytes + 3) & ~3L;
}
