using System.Globalization;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.MetaImage;

/// <summary>
/// The lines <c>Key = value</c> that a MetaImage begins with. Source: "MetaIO", Insight Toolkit; world coordinates are
/// ITK's (LPS+).
/// </summary>
internal sealed class MetaImageHeader
{
    private const int MostLines = 10_000;

    private static readonly Dictionary<string, VoxelType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MET_UCHAR"] = VoxelType.UInt8,
        ["MET_CHAR"] = VoxelType.Int8,
        ["MET_USHORT"] = VoxelType.UInt16,
        ["MET_SHORT"] = VoxelType.Int16,
        ["MET_UINT"] = VoxelType.UInt32,
        ["MET_INT"] = VoxelType.Int32,
        // "long" has four bytes in MetaIO, "long long" eight.
        ["MET_ULONG"] = VoxelType.UInt32,
        ["MET_LONG"] = VoxelType.Int32,
        ["MET_ULONG_LONG"] = VoxelType.UInt64,
        ["MET_LONG_LONG"] = VoxelType.Int64,
        ["MET_FLOAT"] = VoxelType.Float32,
        ["MET_DOUBLE"] = VoxelType.Float64,
    };

    private readonly string _path;
    private readonly List<KeyValuePair<string, string>> _fields = [];

    private MetaImageHeader(string path)
    {
        _path = path;
    }

    /// <summary>Every line, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>How many axes it counts, those of one step included.</summary>
    public int Rank { get; private set; }

    /// <summary>Voxels along each axis.</summary>
    public VoxelExtent Extent { get; private set; }

    /// <summary>Where the volume lies.</summary>
    public VolumeGeometry Geometry { get; private set; } = null!;

    /// <summary>How voxels are stored.</summary>
    public VoxelFormat Format { get; private set; }

    /// <summary>Whether voxels are packed by zlib.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Bytes before the first voxel in a file of its own; -1 for voxels at its end.</summary>
    public long Skip { get; private set; }

    /// <summary>The file with the voxels; null if they follow the header.</summary>
    public string? DataFile { get; private set; }

    /// <summary>What was noticed.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The name of a type.</summary>
    public static string NameOf(VoxelType type) => Types.First(t => t.Value == type).Key;

    /// <summary>Reads the lines, and leaves the file at the byte behind them.</summary>
    /// <exception cref="BadInputException">It is damaged, or not a three-dimensional image of grey values.</exception>
    public static MetaImageHeader Read(ImageStream file, string path)
    {
        var header = new MetaImageHeader(path);
        while (true)
        {
            var line = file.ReadLine() ?? throw header.Damaged("has no ElementDataFile");
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var split = line.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0 || header._fields.Count == MostLines)
                throw header.Damaged("has a line that isn't 'Key = value'");
            var (key, value) = (line[..split].Trim(), line[(split + 1)..].Trim());
            header._fields.Add(new(key, value));
            // The last line: MetaIO takes what follows for voxels.
            if (key == "ElementDataFile")
                break;
        }

        header.Interpret();
        return header;
    }

    private void Interpret()
    {
        var rank = Whole("NDims") ?? throw Damaged("has no NDims");
        if (rank is < 1 or > 10)
            throw Damaged($"says NDims = {rank}");
        Rank = (int)rank;
        var sizes = Numbers("DimSize", Rank) ?? throw Damaged("has no DimSize");
        if (sizes.Any(s => s != Math.Floor(s) || s < 1 || s > int.MaxValue))
            throw Damaged($"says DimSize = {Text("DimSize")}");
        var volumes = sizes.Skip(3).Aggregate(1.0, (n, s) => n * s);
        if (volumes > 1)
            throw new BadInputException(
                _path,
                $"holds {volumes} volumes (4D), not one",
                "split it and give one volume"
            );
        if ((Whole("ElementNumberOfChannels") ?? 1) is var channels and not 1)
            throw new BadInputException(
                _path,
                $"holds {channels} numbers a voxel, not one",
                "save each as an image of its own"
            );
        long Side(int axis) => axis < rank ? (long)sizes[axis] : 1;
        Extent = VoxelExtent.Of(_path, Side(0), Side(1), Side(2));
        Geometry = new(Extent.Size, AffineOf(Rank));
        var type = Text("ElementType") ?? throw Damaged("has no ElementType");
        if (!Types.TryGetValue(type, out var voxel))
            throw new BadInputException(_path, $"has voxels of the kind {type}", "save it as MET_FLOAT");
        var isBig = IsTrue("BinaryDataByteOrderMSB") || IsTrue("ElementByteOrderMSB");
        if (Text("BinaryData") is { } binary && !IsTrue(binary, isValue: true))
            throw new BadInputException(_path, "has voxels written as text", "save it as binary");
        Format = new(voxel, isBig);
        IsCompressed = IsTrue("CompressedData");
        Skip = Whole("HeaderSize") ?? 0;
        if (Skip < -1)
            throw Damaged($"says HeaderSize = {Skip}");
        if (Skip > 0 && Text("ElementDataFile")!.Equals("LOCAL", StringComparison.OrdinalIgnoreCase))
            throw new BadInputException(
                _path,
                $"says that its voxels start {Skip} bytes in, and that they follow the header",
                "save it without HeaderSize"
            );
        var slope = Number("ElementToIntensityFunctionSlope") ?? 1;
        var offset = Number("ElementToIntensityFunctionOffset") ?? 0;
        if ((slope, offset) is not (1, 0))
            Warnings.Add($"gives intensities as {slope} x value + {offset}: values are taken as they are, as ITK does");
        var data = Text("ElementDataFile")!;
        DataFile = data.Equals("LOCAL", StringComparison.OrdinalIgnoreCase) ? null : DetachedFile.Locate(_path, data);
    }

    private Affine AffineOf(int rank)
    {
        var spacing = Numbers("ElementSpacing", rank) ?? Numbers("ElementSize", rank);
        if (spacing is null)
            Warnings.Add("doesn't say how large its voxels are: 1 mm is taken");
        var directions =
            Numbers("TransformMatrix", rank * rank)
            ?? Numbers("Rotation", rank * rank)
            ?? Numbers("Orientation", rank * rank);
        var origin = Numbers("Offset", rank) ?? Numbers("Position", rank) ?? Numbers("Origin", rank);
        double Entry(double[]? of, int i, double otherwise) => of is not null && i < of.Length ? of[i] : otherwise;
        // The n-th triple is the direction of the n-th axis.
        Point3 Column(int axis)
        {
            double Part(int world) =>
                axis < rank && world < rank && directions is not null ? directions[axis * rank + world]
                : axis == world ? 1
                : 0;
            return new Point3(Part(0), Part(1), Part(2)) * (axis < rank ? Entry(spacing, axis, 1) : 1);
        }

        var at = new Point3(Entry(origin, 0, 0), Entry(origin, 1, 0), Entry(origin, 2, 0));
        var affine = LpsWorld.Turn(Affine.FromColumns(Column(0), Column(1), Column(2), at));
        return affine.IsInvertible
            ? affine
            : throw new BadInputException(
                _path,
                "its affine is singular or not finite",
                "mend TransformMatrix, ElementSpacing and Offset"
            );
    }

    private string? Text(string key)
    {
        foreach (var (name, value) in _fields)
            if (name.Equals(key, StringComparison.OrdinalIgnoreCase))
                return value;
        return null;
    }

    private double? Number(string key) => Numbers(key, 1)?[0];

    private long? Whole(string key) =>
        Number(key) is not { } number ? null
        : Math.Abs(number) < 1L << 53 && number == Math.Floor(number) ? (long)number
        : throw Damaged($"says {key} = {number}");

    private double[]? Numbers(string key, int count)
    {
        if (Text(key) is not { } text)
            return null;
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[count];
        if (parts.Length < count)
            throw Damaged($"gives {parts.Length} numbers for {key}, not {count}");
        for (var i = 0; i < count; i++)
            if (
                !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i])
            )
                throw Damaged($"gives no number for {key}");
        return numbers;
    }

    private bool IsTrue(string key, bool isValue = false) =>
        (isValue ? key : Text(key)) is { } text
        && (text.Equals("True", StringComparison.OrdinalIgnoreCase) || text is "1" or "T" or "t");

    private BadInputException Damaged(string what) =>
        new(_path, $"its MetaImage header {what}", "the file is damaged: export it again");
}
