using Concord.Imaging.Formats.BrainWeb;
using Concord.Imaging.Formats.Dicom;
using Concord.Imaging.Formats.MetaImage;
using Concord.Imaging.Formats.Mgh;
using Concord.Imaging.Formats.Minc;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Formats.Nrrd;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats;

/// <summary>The formats that Concord reads.</summary>
internal static class ImageFormats
{
    private const int Start = 512;

    // The only one that may be a folder.
    private static DicomFormat Series { get; } = new();

    /// <summary>All of them, in the order in which they are asked.</summary>
    public static IReadOnlyList<IImageFormat> All { get; } =
    [
        // First: only their names tell raw voxels, which may begin like anything.
        new BrainWebFormat(),
        new NiftiFormat(),
        new MetaImageFormat(),
        new NrrdFormat(),
        new Minc1Format(),
        new Minc2Format(),
        new MghFormat(),
        Series,
    ];

    /// <summary>The format of a file, by its content.</summary>
    /// <exception cref="BadInputException">The file is missing, or of no format that Concord reads.</exception>
    public static IImageFormat Of(string path)
    {
        if (Directory.Exists(path))
            return Series;
        var start = ImageStream.Read(path, file => file.ReadAtMost(Start));
        return All.FirstOrDefault(f => f.Recognizes(start.Span, path)) ?? throw Unknown(path, start.Span);
    }

    private static BadInputException Unknown(string path, ReadOnlySpan<byte> start)
    {
        var names = string.Join(", ", All.Select(f => f.Name));
        return start.IsEmpty
            ? new(path, "ends too early: the file is cut short", "copy or download it again")
            : new(path, "not an image of a format that Concord reads", $"give one of {names}");
    }
}
