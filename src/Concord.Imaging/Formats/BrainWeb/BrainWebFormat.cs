using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.BrainWeb;

/// <summary>BrainWeb's raw voxels: .rawb of 8 bits and .raws of 12 bits, which nothing but their names tells.</summary>
internal sealed class BrainWebFormat : IImageFormat
{
    public string Name => "BrainWeb raw";

    public IReadOnlyList<string> Suffixes { get; } = [".rawb.gz", ".raws.gz", ".rawb", ".raws"];

    public bool Recognizes(ReadOnlySpan<byte> start, string path) =>
        Suffixes.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    public StoredImage Read(string path) => BrainWebRawReader.Read(path);

    public VolumeGeometry ReadGeometry(string path) => BrainWebRawReader.Describe(path).Geometry;

    public IReadOnlyList<string> FilesOf(string path) =>
        BrainWebDescription.PathOf(path) is var text && File.Exists(text) ? [path, text] : [path];
}
