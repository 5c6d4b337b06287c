namespace Concord.Imaging.Formats.MetaImage;

/// <summary>A MetaImage in memory.</summary>
internal sealed class MetaImageFile(string path, MetaImageHeader header, byte[] data)
    : ScaledImage(path, header.Geometry, header.Format, data, header.Warnings)
{
    /// <summary>What stands before its voxels.</summary>
    public MetaImageHeader Header => header;
}
