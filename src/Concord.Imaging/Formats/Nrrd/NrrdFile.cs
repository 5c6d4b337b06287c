namespace Concord.Imaging.Formats.Nrrd;

/// <summary>A NRRD image in memory.</summary>
internal sealed class NrrdFile(string path, NrrdHeader header, byte[] data)
    : ScaledImage(path, header.Geometry, header.Format, data, header.Warnings)
{
    /// <summary>What stands before its voxels.</summary>
    public NrrdHeader Header => header;
}
