using System.Buffers.Binary;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>NIfTI-1 and NIfTI-2, in one file or two.</summary>
internal sealed class NiftiFormat : IImageWriter
{
    public string Name => "NIfTI";

    public IReadOnlyList<string> Suffixes { get; } = [".nii.gz", ".nii", ".hdr.gz", ".img.gz", ".hdr", ".img"];

    public IReadOnlyList<string> WrittenSuffixes { get; } = [".nii.gz", ".nii"];

    public bool Recognizes(ReadOnlySpan<byte> start, string path)
    {
        // The voxels of a pair are only bytes.
        if (
            path.EndsWith(".img", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".img.gz", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        if (start.Length < 4)
            return false;
        return BinaryPrimitives.ReadInt32LittleEndian(start) is 348 or 540
            || BinaryPrimitives.ReadInt32BigEndian(start) is 348 or 540;
    }

    public StoredImage Read(string path) => NiftiReader.Read(path);

    public void Write<T>(string path, Volume<T> volume, StoredImage? like)
        where T : unmanaged => NiftiWriter.Write(path, volume, like as NiftiImage);

    public VolumeGeometry ReadGeometry(string path) => NiftiReader.ReadGeometry(path);

    public IReadOnlyList<string> FilesOf(string path) => NiftiReader.FilesOf(path);
}
