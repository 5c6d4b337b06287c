using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Minc;

/// <summary>MINC 1.</summary>
internal sealed class Minc1Format : IImageFormat
{
    public string Name => "MINC 1";

    public IReadOnlyList<string> Suffixes { get; } = [".mnc.gz", ".mnc"];

    public bool Recognizes(ReadOnlySpan<byte> start, string path) => start.StartsWith("CDF"u8);

    public StoredImage Read(string path) => Minc1Reader.Read(path);

    public VolumeGeometry ReadGeometry(string path) => Minc1Reader.ReadGeometry(path);
}
