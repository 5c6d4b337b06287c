using System.Text;

namespace Concord.Imaging.Formats;

/// <summary>The file that a header of text names for its voxels.</summary>
internal static class DetachedFile
{
    /// <summary>Where it is: relative to the header's folder.</summary>
    /// <exception cref="BadInputException">The name can't be one, or stands for many files.</exception>
    public static string Locate(string headerPath, string name)
    {
        if (name.Length == 0 || name.Any(char.IsControl))
            throw new BadInputException(
                headerPath,
                "names no file of voxels",
                "the header is damaged: export it again"
            );
        if (name.Contains('%', StringComparison.Ordinal) || name.StartsWith("LIST", StringComparison.Ordinal))
            throw new BadInputException(headerPath, "has a file for each slice", "save it as one file");
        var folder = Path.GetDirectoryName(Path.GetFullPath(headerPath))!;
        // Headers are read as Latin-1; most systems write names as UTF-8.
        var path = Path.Combine(folder, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(name)));
        return File.Exists(path) ? path : Path.Combine(folder, name);
    }
}
