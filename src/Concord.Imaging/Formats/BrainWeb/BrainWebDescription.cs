using System.Globalization;
using System.Text;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.BrainWeb;

/// <summary>What raw voxels are: where they lie and how they are stored.</summary>
/// <param name="Geometry">Their grid; x runs fastest.</param>
/// <param name="Type">Bytes or words, neither with a sign.</param>
/// <param name="IsBigEndian">Whether words have their highest byte first; BrainWeb's don't.</param>
/// <param name="IsGiven">Whether a file beside the voxels says so, and not their number.</param>
internal sealed record BrainWebDescription(
    VolumeGeometry Geometry,
    VoxelType Type,
    bool IsBigEndian = false,
    bool IsGiven = false
)
{
    private const int Longest = 1 << 16;
    private static readonly string[] Keys = ["size", "spacing", "start", "type", "order"];

    /// <summary>The description of <c>t1.rawb</c> and of <c>t1.rawb.gz</c> is called <c>t1.txt</c>.</summary>
    public static string PathOf(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.ChangeExtension(name, ".txt");
    }

    /// <summary>Reads that of a file; null if there is none.</summary>
    /// <exception cref="BadInputException">It is damaged, or lacks a line.</exception>
    public static BrainWebDescription? Beside(string path) =>
        PathOf(path) is var text && File.Exists(text) ? Parse(path, text) : null;

    private static BrainWebDescription Parse(string path, string text)
    {
        var bytes = ImageStream.Read(text, file => file.ReadAtMost(Longest + 1));
        if (bytes.Length > Longest)
            throw Wrong(text, "is too long for a description of raw voxels");
        var values = ValuesOf(Encoding.Latin1.GetString(bytes.Span), text);
        string Required(string key) => values.GetValueOrDefault(key) ?? throw Wrong(text, $"has no '{key}'");

        var size = Numbers(Required("size").Replace('x', ' '), "size", text);
        if (Array.Exists(size, s => s != Math.Floor(s) || s is < 1 or > int.MaxValue))
            throw Wrong(text, "gives a size that isn't whole voxels");
        var spacing = Numbers(Required("spacing"), "spacing", text);
        if (Array.Exists(spacing, s => s is <= 0 or > 1000))
            throw Wrong(text, "gives a spacing that isn't in mm");
        var start = Numbers(Required("start"), "start", text);
        var affine = Affine.FromSpacing(new(spacing[0], spacing[1], spacing[2]), new(start[0], start[1], start[2]));
        if (!affine.IsInvertible)
            throw Wrong(text, "gives a spacing or a start that is no place");
        var extent = VoxelExtent.Of(text, (long)size[0], (long)size[1], (long)size[2]);
        var type = (values.GetValueOrDefault("type") ?? TypeOf(path)).ToUpperInvariant() switch
        {
            "BYTE" => VoxelType.UInt8,
            "SHORT" => VoxelType.UInt16,
            _ => throw Wrong(text, "doesn't say type: byte or type: short"),
        };
        var isBig = values.GetValueOrDefault("order", "little").ToUpperInvariant() switch
        {
            "LITTLE" => false,
            "BIG" => true,
            _ => throw Wrong(text, "doesn't say order: little or order: big"),
        };
        return new(new(extent.Size, affine), type, isBig, IsGiven: true);
    }

    private static Dictionary<string, string> ValuesOf(string content, string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var whole in content.Split('\n'))
        {
            var line = (
                whole.IndexOf('#', StringComparison.Ordinal) is >= 0 and var note ? whole[..note] : whole
            ).Trim();
            if (line.Length == 0)
                continue;
            var split = line.IndexOf(':', StringComparison.Ordinal);
            var key = line[..Math.Max(0, split)].Trim();
            if (!Keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw Wrong(text, $"has a line that doesn't begin with {string.Join(", ", Keys[..^1])} or {Keys[^1]}");
            if (!values.TryAdd(key, line[(split + 1)..].Trim()))
                throw Wrong(text, $"gives '{key}' twice");
        }

        return values;
    }

    private static string TypeOf(string path) =>
        path.Contains(".rawb", StringComparison.OrdinalIgnoreCase) ? "byte"
        : path.Contains(".raws", StringComparison.OrdinalIgnoreCase) ? "short"
        : "";

    private static double[] Numbers(string value, string key, string text)
    {
        var parts = value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[3];
        var isGiven = parts.Length == 3;
        for (var i = 0; isGiven && i < 3; i++)
            isGiven =
                double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                && double.IsFinite(numbers[i]);
        return isGiven ? numbers : throw Wrong(text, $"doesn't give three numbers for '{key}'");
    }

    private static BadInputException Wrong(string text, string problem) =>
        new(
            text,
            problem,
            "it describes the raw voxels of that name, such as size: 181 217 181, spacing: 1 1 1, start: -90 -126 -72, "
                + "type: byte; rename it if it is something else"
        );
}
