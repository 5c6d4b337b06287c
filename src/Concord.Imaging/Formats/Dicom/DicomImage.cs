using Concord.Imaging.Formats.Nifti;

namespace Concord.Imaging.Formats.Dicom;

/// <summary>A DICOM series in memory.</summary>
internal sealed class DicomImage(string path, NiftiImage converted)
    : StoredImage(path, converted.Geometry, converted.Warnings)
{
    /// <inheritdoc/>
    public override Volume<float> ToIntensities(int threads = -1) => converted.ToIntensities(threads);

    /// <inheritdoc/>
    public override Volume<int> ToLabels(int threads = -1) => converted.ToLabels(threads);
}
