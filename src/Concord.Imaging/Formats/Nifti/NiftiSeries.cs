using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>The volumes of a file of four dimensions or more: moments, components of a vector or a matrix, or both.</summary>
public sealed class NiftiSeries
{
    internal NiftiSeries(
        string path,
        NiftiHeader header,
        VolumeGeometry geometry,
        IReadOnlyList<Volume<float>> volumes,
        IReadOnlyList<string> warnings
    )
    {
        (Path, Header, Geometry, Volumes, Warnings) = (path, header, geometry, volumes, warnings);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its header, which says how the volumes are arranged: see <see cref="NiftiHeader.Dim"/>.</summary>
    public NiftiHeader Header { get; }

    /// <summary>Where every volume lies.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>What the volumes mean: one of <see cref="NiftiIntent"/>, or another code of the standard.</summary>
    public int IntentCode => Header.IntentCode;

    /// <summary>
    /// The volumes in the order of the file, with slope and intercept applied; where a file has both moments and
    /// components, all moments of the first component come first.
    /// </summary>
    public IReadOnlyList<Volume<float>> Volumes { get; }

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyList<string> Warnings { get; }
}
