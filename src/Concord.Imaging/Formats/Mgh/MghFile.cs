namespace Concord.Imaging.Formats.Mgh;

/// <summary>A MGH image in memory.</summary>
internal sealed class MghFile(string path, MghHeader header, byte[] data)
    : ScaledImage(path, header.Geometry, header.Format, data, header.Warnings)
{
    /// <summary>What stands before its voxels.</summary>
    public MghHeader Header => header;
}
