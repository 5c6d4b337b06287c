using System.Globalization;
using System.IO.Compression;
using System.Text;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.MetaImage;

/// <summary>Writes .mha files, packed by zlib.</summary>
internal static class MetaImageWriter
{
    private static readonly string[] GeometryKeys =
    [
        "TransformMatrix",
        "Rotation",
        "Orientation",
        "Offset",
        "Position",
        "Origin",
        "CenterOfRotation",
        "AnatomicalOrientation",
        "ElementSpacing",
        "ElementSize",
    ];

    /// <summary>Writes a volume; see <see cref="IImageWriter.Write{T}"/>.</summary>
    public static void Write<T>(string path, Volume<T> volume, MetaImageHeader? like)
        where T : unmanaged
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            VoxelWriter.Write<T>(zlib, volume.Voxels, isBigEndian: false);
        var size = volume.Size;
        var text = new StringBuilder();
        void Line(string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key} = {value}\n");
        Line("ObjectType", "Image");
        Line("NDims", "3");
        Line("BinaryData", "True");
        Line("BinaryDataByteOrderMSB", "False");
        Line("CompressedData", "True");
        Line("CompressedDataSize", packed.Length.ToString(CultureInfo.InvariantCulture));
        foreach (var (key, value) in like is { Rank: 3 } ? Kept(like) : Fresh(volume.Geometry))
            Line(key, value);
        Line("DimSize", $"{size.X} {size.Y} {size.Z}");
        Line("ElementType", MetaImageHeader.NameOf(VoxelTypes.Of<T>()));
        Line("ElementDataFile", "LOCAL");
        AtomicFile.Write(
            path,
            file =>
            {
                file.Write(Encoding.Latin1.GetBytes(text.ToString()));
                packed.WriteTo(file);
            }
        );
    }

    private static IEnumerable<KeyValuePair<string, string>> Kept(MetaImageHeader like) =>
        like.Fields.Where(f => GeometryKeys.Contains(f.Key, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<KeyValuePair<string, string>> Fresh(VolumeGeometry geometry)
    {
        var a = LpsWorld.Turn(geometry.Affine);
        var spacing = geometry.Spacing;
        var directions = Enumerable.Range(0, 3).Select(axis => a.Column(axis) * (1 / spacing[axis])).SelectMany(Parts);
        yield return new("TransformMatrix", Join(directions));
        yield return new("Offset", Join(Parts(a.Column(3))));
        yield return new("CenterOfRotation", "0 0 0");
        yield return new("ElementSpacing", Join([spacing.X, spacing.Y, spacing.Z]));
    }

    private static double[] Parts(Point3 p) => [p.X, p.Y, p.Z];

    // The shortest text that gives the same number.
    private static string Join(IEnumerable<double> numbers) =>
        string.Join(' ', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));
}
