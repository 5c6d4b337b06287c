using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>A NIfTI file in memory: header, extensions and voxels as they were stored, and where they lie.</summary>
public sealed class NiftiImage : ScaledImage
{
    internal NiftiImage(
        string path,
        NiftiHeader header,
        VolumeGeometry geometry,
        VoxelFormat format,
        byte[] extensions,
        byte[] data,
        IReadOnlyList<string> warnings
    )
        : base(path, geometry, format, data, warnings)
    {
        (Header, Extensions) = (header, extensions);
    }

    /// <summary>Its header.</summary>
    public NiftiHeader Header { get; }

    /// <summary>The header extensions, as stored, beginning with the four bytes that say whether there are any.</summary>
    public ReadOnlyMemory<byte> Extensions { get; }
}
