using System.Globalization;
using System.Text;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Nrrd;

/// <summary>Writes .nrrd files, packed by gzip.</summary>
internal static class NrrdWriter
{
    /// <summary>Writes a volume; see <see cref="IImageWriter.Write{T}"/>.</summary>
    public static void Write<T>(string path, Volume<T> volume, NrrdHeader? like)
        where T : unmanaged
    {
        var size = volume.Size;
        List<string> lines =
        [
            "NRRD0004",
            $"type: {NrrdTypes.NameOf(VoxelTypes.Of<T>())}",
            "dimension: 3",
            $"sizes: {size.X} {size.Y} {size.Z}",
            .. like is { KeepsGeometry: true } ? like.GeometryLines : Fresh(volume.Geometry),
            "kinds: domain domain domain",
            "endian: little",
            "encoding: gzip",
        ];
        AtomicFile.Write(
            path,
            file =>
            {
                file.Write(Encoding.Latin1.GetBytes(string.Join('\n', lines) + "\n\n"));
                using var packed = new GzipWriter(file);
                VoxelWriter.Write<T>(packed, volume.Voxels, isBigEndian: false);
            }
        );
    }

    private static IEnumerable<string> Fresh(VolumeGeometry geometry)
    {
        var a = LpsWorld.Turn(geometry.Affine);
        yield return "space: left-posterior-superior";
        yield return $"space directions: {Vector(a.Column(0))} {Vector(a.Column(1))} {Vector(a.Column(2))}";
        yield return $"space origin: {Vector(a.Column(3))}";
    }

    // The shortest text that gives the same number.
    private static string Vector(Point3 p) => string.Create(CultureInfo.InvariantCulture, $"({p.X:R},{p.Y:R},{p.Z:R})");
}
