using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Nrrd;

/// <summary>NRRD: .nrrd, and .nhdr with its voxels in another file, packed by gzip or not.</summary>
internal sealed class NrrdFormat : IImageWriter
{
    public string Name => "NRRD";

    public IReadOnlyList<string> Suffixes { get; } = [".seg.nrrd", ".nrrd", ".nhdr"];

    public IReadOnlyList<string> WrittenSuffixes { get; } = [".nrrd"];

    public bool Recognizes(ReadOnlySpan<byte> start, string path) => start.StartsWith("NRRD00"u8);

    public StoredImage Read(string path) =>
        ImageStream.Read(
            path,
            file =>
            {
                var header = NrrdHeader.Read(file, path);
                var data = header.DataFile is null
                    ? ReadVoxels(header, file, path)
                    : ImageStream.Read(header.DataFile, f => ReadVoxels(header, f, header.DataFile));
                return new NrrdFile(path, header, data);
            }
        );

    public void Write<T>(string path, Volume<T> volume, StoredImage? like)
        where T : unmanaged => NrrdWriter.Write(path, volume, (like as NrrdFile)?.Header);

    public VolumeGeometry ReadGeometry(string path) =>
        ImageStream.Read(path, file => NrrdHeader.Read(file, path).Geometry);

    public IReadOnlyList<string> FilesOf(string path) =>
        ImageStream.Read(path, file => NrrdHeader.Read(file, path).DataFile) is { } data ? [path, data] : [path];

    private static byte[] ReadVoxels(NrrdHeader header, ImageStream file, string path)
    {
        var bytes = header.Extent.Voxels * header.Format.Bytes;
        for (var i = 0; i < header.LineSkip; i++)
            _ = file.ReadLine() ?? throw new EndOfStreamException();
        // Voxels of their own, packed as a whole, were unpacked when they were opened.
        if (header.IsCompressed && (header.DataFile is null || !file.IsCompressed))
        {
            // Bytes are skipped in what is unpacked.
            using var unpacked = file.Unpack(isZlib: false);
            return ReadVoxels(header, unpacked, path, bytes);
        }

        return ReadVoxels(header, file, path, bytes);
    }

    private static byte[] ReadVoxels(NrrdHeader header, ImageStream file, string path, long bytes)
    {
        var skip = header.ByteSkip == -1 ? file.MostBytes - bytes - file.Position : header.ByteSkip;
        header.Extent.RequireBytes(file, path, file.Position + Math.Max(0, skip) + bytes);
        file.Skip(Math.Max(0, skip));
        return header.Extent.ReadVoxels(file, path, bytes);
    }
}
