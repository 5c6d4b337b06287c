using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Dicom;

/// <summary>
/// A DICOM series: a folder of its files, or one of them for all in its folder. <c>dcm2niix</c> reads it (Li et al. 2016):
/// vendors' ways of saying where slices lie are its trade.
/// </summary>
internal sealed class DicomFormat : IImageFormat
{
    private const int Preamble = 128;

    public string Name => "DICOM";

    public IReadOnlyList<string> Suffixes { get; } = [".dcm"];

    public bool Recognizes(ReadOnlySpan<byte> start, string path) =>
        start.Length >= Preamble + 4 && start.Slice(Preamble, 4).SequenceEqual("DICM"u8);

    public StoredImage Read(string path) =>
        Dcm2niix.Convert(path, file => new DicomImage(path, NiftiReader.Read(file)));

    public VolumeGeometry ReadGeometry(string path) => Dcm2niix.Convert(path, NiftiReader.ReadGeometry);

    public IReadOnlyList<string> FilesOf(string path) =>
        Directory.GetFiles(Dcm2niix.Folder(path)) is { Length: > 0 } files
            ? [.. files.Order(StringComparer.Ordinal)]
            : throw new BadInputException(
                path,
                "holds no files",
                "give the folder that holds the slices of one series"
            );
}
