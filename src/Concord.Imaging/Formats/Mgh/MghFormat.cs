using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Mgh;

/// <summary>FreeSurfer's .mgh and .mgz.</summary>
internal sealed class MghFormat : IImageWriter
{
    public string Name => "MGH";

    public IReadOnlyList<string> Suffixes { get; } = [".mgh.gz", ".mgz", ".mgh"];

    public IReadOnlyList<string> WrittenSuffixes => Suffixes;

    public bool Recognizes(ReadOnlySpan<byte> start, string path) => MghHeader.Recognizes(start);

    public StoredImage Read(string path) =>
        ImageStream.Read(
            path,
            file =>
            {
                var header = MghHeader.Of(file.ReadAll(MghHeader.Length), path);
                var bytes = header.Extent.Voxels * header.Format.Bytes;
                header.Extent.RequireBytes(file, path, MghHeader.Length + bytes);
                var data = file.ReadAll(bytes);
                // Times of the scan and a history of commands may follow; reading them checks the checksum of gzip.
                file.CountRest();
                return new MghFile(path, header, data);
            }
        );

    public void Write<T>(string path, Volume<T> volume, StoredImage? like)
        where T : unmanaged => MghWriter.Write(path, volume, (like as MghFile)?.Header);

    public VolumeGeometry ReadGeometry(string path) =>
        ImageStream.Read(path, file => MghHeader.Of(file.ReadAll(MghHeader.Length), path).Geometry);
}
