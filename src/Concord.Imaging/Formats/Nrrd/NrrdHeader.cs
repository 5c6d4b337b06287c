using System.Globalization;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Nrrd;

/// <summary>
/// The lines <c>field: value</c> that a NRRD file begins with. Source: "Definition of NRRD File Format", Teem.
/// </summary>
internal sealed class NrrdHeader
{
    private const int MostLines = 10_000;

    // How each world axis of a space counts in RAS+.
    private static readonly Dictionary<string, (int X, int Y)> Spaces = new(StringComparer.OrdinalIgnoreCase)
    {
        ["right-anterior-superior"] = (1, 1),
        ["ras"] = (1, 1),
        ["left-anterior-superior"] = (-1, 1),
        ["las"] = (-1, 1),
        ["left-posterior-superior"] = (-1, -1),
        ["lps"] = (-1, -1),
    };

    private readonly string _path;
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private NrrdHeader(string path)
    {
        _path = path;
    }

    /// <summary>Voxels along each axis.</summary>
    public VoxelExtent Extent { get; private set; }

    /// <summary>Where the volume lies.</summary>
    public VolumeGeometry Geometry { get; private set; } = null!;

    /// <summary>How voxels are stored.</summary>
    public VoxelFormat Format { get; private set; }

    /// <summary>Whether voxels are packed by gzip.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Lines before the voxels in their file.</summary>
    public int LineSkip { get; private set; }

    /// <summary>Bytes before the first voxel, after those lines; -1 for voxels at the end of the file.</summary>
    public long ByteSkip { get; private set; }

    /// <summary>The file with the voxels; null if they follow the header.</summary>
    public string? DataFile { get; private set; }

    /// <summary>What was noticed.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The lines that say where the volume lies, in their order, as they stand in the file.</summary>
    public List<string> GeometryLines { get; } = [];

    /// <summary>Whether those lines say it all, for a file of three axes.</summary>
    public bool KeepsGeometry { get; private set; }

    /// <summary>Reads the lines, and leaves the file at the byte behind the empty one that ends them.</summary>
    /// <exception cref="BadInputException">It is damaged, or not a three-dimensional image of grey values.</exception>
    public static NrrdHeader Read(ImageStream file, string path)
    {
        var header = new NrrdHeader(path);
        _ = file.ReadLine();
        for (var lines = 0; file.ReadLine() is { } line && line.Length > 0; lines++)
        {
            if (lines == MostLines)
                throw header.Damaged("has too many lines");
            var split = line.IndexOf(':', StringComparison.Ordinal);
            // A comment, or a note of the user's.
            if (line[0] == '#' || (split >= 0 && line[(split + 1)..].StartsWith('=')))
                continue;
            if (split <= 0)
                throw header.Damaged("has a line that isn't 'field: value'");
            var (field, value) = (line[..split].Trim(), line[(split + 1)..].Trim());
            if (!header._fields.TryAdd(field, value))
                throw header.Damaged($"gives '{field}' twice");
            if (field.StartsWith("space", StringComparison.OrdinalIgnoreCase))
                header.GeometryLines.Add(line);
        }

        header.Interpret();
        return header;
    }

    private void Interpret()
    {
        var rank = (int)Whole("dimension", 1, 16);
        var sizes = Numbers("sizes", rank);
        if (sizes.Any(s => s != Math.Floor(s) || s < 1 || s > int.MaxValue))
            throw Damaged($"says sizes: {_fields["sizes"]}");
        // The axes that run through space; others may only have one step.
        var axes = SpatialAxes(rank, sizes);
        KeepsGeometry = rank == 3 && axes.Count == 3 && Text("space directions") is not null;
        long Side(int i) => i < axes.Count ? (long)sizes[axes[i]] : 1;
        Extent = VoxelExtent.Of(_path, Side(0), Side(1), Side(2));
        Geometry = new(Extent.Size, AffineOf(rank, axes));
        var type = Required("type");
        if (NrrdTypes.Of(type) is not { } voxel)
            throw new BadInputException(_path, $"has voxels of the kind '{type}'", "save it as float");
        var encoding = Required("encoding");
        IsCompressed = encoding.ToUpperInvariant() switch
        {
            "RAW" => false,
            "GZIP" or "GZ" => true,
            _ => throw new BadInputException(_path, $"is encoded as {encoding}", "save it as raw or gzip"),
        };
        Format = new(voxel, VoxelTypes.Bytes(voxel) > 1 && IsBig());
        LineSkip = (int)Whole(Either("line skip", "lineskip"), 0, 1 << 20, 0);
        ByteSkip = Whole(Either("byte skip", "byteskip"), -1, long.MaxValue >> 2, 0);
        if (ByteSkip == -1 && IsCompressed)
            throw Damaged("counts packed voxels from the end of the file");
        DataFile = Text(Either("data file", "datafile")) is { } data ? DetachedFile.Locate(_path, data) : null;
    }

    private List<int> SpatialAxes(int rank, double[] sizes)
    {
        var directions = Text("space directions") is null ? null : Directions(rank);
        var axes = Enumerable
            .Range(0, rank)
            .Where(i => directions is null ? i < 3 : directions[i] is not null)
            .ToList();
        var others = Enumerable.Range(0, rank).Except(axes).ToList();
        var volumes = others.Aggregate(1.0, (n, i) => n * sizes[i]);
        if (volumes > 1)
            throw new BadInputException(
                _path,
                $"holds {volumes} volumes (4D), not one",
                "split it and give one volume"
            );
        return axes.Count <= 3 ? axes : throw Damaged($"gives directions in space to {axes.Count} axes");
    }

    private Affine AffineOf(int rank, List<int> axes)
    {
        var space = Text("space");
        var (x, y) = (1, 1);
        if (space is null)
            Warnings.Add("doesn't say what its space is: left and right are not known, axes are taken to be RAS");
        else if (!Spaces.TryGetValue(space, out var signs))
            throw new BadInputException(
                _path,
                $"lies in the space '{space}'",
                "save it in left-posterior-superior or right-anterior-superior"
            );
        else
            (x, y) = signs;
        var columns = new Point3[3];
        for (var i = 0; i < 3; i++)
            columns[i] = new(i == 0 ? 1 : 0, i == 1 ? 1 : 0, i == 2 ? 1 : 0);
        if (Text("space directions") is not null)
        {
            var directions = Directions(rank);
            for (var i = 0; i < axes.Count; i++)
                columns[i] = directions[axes[i]]!.Value;
        }
        else if (Text("spacings") is not null)
        {
            var spacings = Numbers("spacings", rank);
            for (var i = 0; i < axes.Count; i++)
                columns[i] *= spacings[axes[i]];
        }
        else
            Warnings.Add("doesn't say how large its voxels are: 1 mm is taken");

        var origin = Text("space origin") is { } text ? Vector(text, "space origin") : default;
        Point3 Turn(Point3 p) => new(x * p.X, y * p.Y, p.Z);
        var affine = Affine.FromColumns(Turn(columns[0]), Turn(columns[1]), Turn(columns[2]), Turn(origin));
        return affine.IsInvertible
            ? affine
            : throw new BadInputException(
                _path,
                "its affine is singular or not finite",
                "mend its space directions and space origin"
            );
    }

    private Point3?[] Directions(int rank)
    {
        var text = Required("space directions");
        var vectors = new List<Point3?>();
        for (var at = 0; at < text.Length; )
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (text.AsSpan(at).StartsWith("none", StringComparison.OrdinalIgnoreCase))
            {
                vectors.Add(null);
                at += 4;
            }
            else
            {
                var end = text.IndexOf(')', at);
                if (text[at] != '(' || end < 0)
                    throw Damaged("has space directions that aren't vectors");
                vectors.Add(Vector(text[at..(end + 1)], "space directions"));
                at = end + 1;
            }
        }

        return vectors.Count == rank
            ? [.. vectors]
            : throw Damaged($"gives {vectors.Count} space directions for {rank} axes");
    }

    private Point3 Vector(string text, string field)
    {
        var parts = text.Trim('(', ')').Split(',');
        return parts.Length == 3
            ? new(Number(parts[0], field), Number(parts[1], field), Number(parts[2], field))
            : throw Damaged($"has {field} of {parts.Length} numbers");
    }

    private bool IsBig() =>
        Required("endian").ToUpperInvariant() switch
        {
            "BIG" => true,
            "LITTLE" => false,
            var other => throw Damaged($"says endian: {other}"),
        };

    private string Either(string name, string otherName) => _fields.ContainsKey(name) ? name : otherName;

    private string? Text(string field) => _fields.GetValueOrDefault(field);

    private string Required(string field) => Text(field) ?? throw Damaged($"has no '{field}'");

    private double[] Numbers(string field, int count)
    {
        var parts = Required(field).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == count
            ? [.. parts.Select(p => Number(p, field))]
            : throw Damaged($"gives {parts.Length} {field} for {count} axes");
    }

    private long Whole(string field, long least, long most, long? otherwise = null)
    {
        if (Text(field) is null && otherwise is { } value)
            return value;
        var number = Number(Required(field), field);
        return number == Math.Floor(number) && number >= least && number <= most
            ? (long)number
            : throw Damaged($"says {field}: {number}");
    }

    private double Number(string text, string field) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Damaged($"gives no number for '{field}'");

    private BadInputException Damaged(string what) =>
        new(_path, $"its NRRD header {what}", "the file is damaged: export it again");
}
