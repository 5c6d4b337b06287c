using Concord.Imaging.Formats;
using Concord.Imaging.Geometry;

namespace Concord.Imaging;

/// <summary>
/// Opens image files, whatever their format, which their content tells: NIfTI, MetaImage, NRRD, MGH, MINC, and
/// DICOM through dcm2niix; and BrainWeb's raw voxels, which their names tell (docs/formats.md).
/// </summary>
public static class ImageFile
{
    private static readonly string[] Suffixes =
    [
        .. ImageFormats.All.SelectMany(f => f.Suffixes).OrderByDescending(s => s.Length),
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It isn't a three-dimensional image that Concord reads.</exception>
    public static StoredImage Open(string path) => ImageFormats.Of(path).Read(path);

    /// <summary>Reads where a volume lies, without its voxels where that can be.</summary>
    /// <exception cref="BadInputException">It isn't a three-dimensional image that Concord reads.</exception>
    public static VolumeGeometry ReadGeometry(string path) => ImageFormats.Of(path).ReadGeometry(path);

    /// <summary>Writes a volume in the format that the name's suffix says, whole or not at all.</summary>
    /// <param name="path">Ends in .nii.gz, .nii, .mha, .nrrd, .mgz or .mgh.</param>
    /// <param name="volume">What to write.</param>
    /// <param name="like">
    /// An image on the same grid, or null. If it is of the same format, what its header says of where it lies goes over
    /// as it stands there.
    /// </param>
    /// <exception cref="BadInputException">The name is no such one, or the file can't be written.</exception>
    public static void Write<T>(string path, Volume<T> volume, StoredImage? like = null)
        where T : unmanaged
    {
        if (like is not null && like.Geometry != volume.Geometry)
            throw new ArgumentException("The volume lies on another grid than what it is to be like.", nameof(like));
        foreach (var format in ImageFormats.All.OfType<IImageWriter>())
            if (format.WrittenSuffixes.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase)))
            {
                format.Write(path, volume, like);
                return;
            }

        throw new BadInputException(
            path,
            "not a name that says in which format to write",
            "end it in .nii.gz, .nii, .mha, .nrrd, .mgz or .mgh"
        );
    }

    /// <summary>Every file that an image consists of: one, or a header and its voxels.</summary>
    /// <exception cref="BadInputException">It isn't an image that Concord reads.</exception>
    public static IReadOnlyList<string> FilesOf(string path) => ImageFormats.Of(path).FilesOf(path);

    /// <summary>The file's name without its format's suffix.</summary>
    public static string Stem(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        foreach (var suffix in Suffixes)
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return name[..^suffix.Length];
        return Directory.Exists(path) ? name : Path.GetFileNameWithoutExtension(name);
    }
}
