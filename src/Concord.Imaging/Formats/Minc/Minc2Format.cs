using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Minc;

/// <summary>MINC 2.</summary>
internal sealed class Minc2Format : IImageFormat
{
    public string Name => "MINC 2";

    public IReadOnlyList<string> Suffixes => [];

    public bool Recognizes(ReadOnlySpan<byte> start, string path) =>
        start.Length > 4 && start[0] == 0x89 && start[1..].StartsWith("HDF"u8);

    public StoredImage Read(string path) => Minc2Reader.Read(path);

    public VolumeGeometry ReadGeometry(string path) => Minc2Reader.ReadGeometry(path);
}
