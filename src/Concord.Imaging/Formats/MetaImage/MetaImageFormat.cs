using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.MetaImage;

/// <summary>MetaImage: .mha, and .mhd with its voxels in another file, packed by zlib or not.</summary>
internal sealed class MetaImageFormat : IImageWriter
{
    private static readonly string[] FirstKeys = ["ObjectType", "NDims", "Comment", "ObjectSubType", "Name", "ID"];

    public string Name => "MetaImage";

    public IReadOnlyList<string> Suffixes { get; } = [".mha", ".mhd"];

    public IReadOnlyList<string> WrittenSuffixes { get; } = [".mha"];

    public bool Recognizes(ReadOnlySpan<byte> start, string path)
    {
        var line = start[..Math.Max(0, start.IndexOf((byte)'\n'))];
        var split = line.IndexOf((byte)'=');
        if (split < 0)
            return false;
        var key = System.Text.Encoding.Latin1.GetString(line[..split]).Trim();
        return FirstKeys.Contains(key, StringComparer.OrdinalIgnoreCase);
    }

    public StoredImage Read(string path) =>
        ImageStream.Read(
            path,
            file =>
            {
                var header = MetaImageHeader.Read(file, path);
                var data = header.DataFile is null
                    ? ReadVoxels(header, file, path, isDetached: false)
                    : ImageStream.Read(header.DataFile, f => ReadVoxels(header, f, header.DataFile, isDetached: true));
                return new MetaImageFile(path, header, data);
            }
        );

    public void Write<T>(string path, Volume<T> volume, StoredImage? like)
        where T : unmanaged => MetaImageWriter.Write(path, volume, (like as MetaImageFile)?.Header);

    public VolumeGeometry ReadGeometry(string path) =>
        ImageStream.Read(path, file => MetaImageHeader.Read(file, path).Geometry);

    public IReadOnlyList<string> FilesOf(string path) =>
        ImageStream.Read(path, file => MetaImageHeader.Read(file, path).DataFile) is { } data ? [path, data] : [path];

    private static byte[] ReadVoxels(MetaImageHeader header, ImageStream file, string path, bool isDetached)
    {
        var bytes = header.Extent.Voxels * header.Format.Bytes;
        if (isDetached && header.Skip > 0)
            file.Skip(header.Skip);
        if (header.IsCompressed)
        {
            using var unpacked = file.Unpack(isZlib: true);
            header.Extent.RequireBytes(unpacked, path, bytes);
            try
            {
                return header.Extent.ReadVoxels(unpacked, path, bytes);
            }
            catch (InvalidDataException e)
            {
                throw new BadInputException(path, "damaged zlib data", "copy or download it again", e);
            }
        }

        header.Extent.RequireBytes(file, path, file.Position + bytes);
        if (isDetached && header.Skip == -1)
            file.Skip(file.MostBytes - bytes);
        return header.Extent.ReadVoxels(file, path, bytes);
    }
}
