using Concord.Imaging.Formats.Nifti;

namespace Concord.Imaging;

/// <summary>Opens image files, whatever their format.</summary>
public static class ImageFile
{
    private static readonly string[] Suffixes = [".nii.gz", ".nii", ".hdr", ".img", ".hdr.gz", ".img.gz"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It isn't a three-dimensional image that Concord reads.</exception>
    public static NiftiImage Open(string path) => NiftiReader.Read(path);

    /// <summary>Every file that an image consists of: one, or a header and its voxels.</summary>
    public static IReadOnlyList<string> FilesOf(string path) => NiftiReader.FilesOf(path);

    /// <summary>The file's name without its format's suffix.</summary>
    public static string Stem(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var suffix in Suffixes)
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return name[..^suffix.Length];
        return Path.GetFileNameWithoutExtension(name);
    }
}
