using Concord.Imaging.Internal;

namespace Concord.Imaging;

/// <summary>Files without a header, which only their length and their name describe.</summary>
public static class FileContent
{
    /// <summary>Reads a whole file, decompressed if its content is gzip whatever its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes that are wanted; a longer file gives one byte more, and the rest isn't read.</param>
    /// <exception cref="BadInputException">The file is missing, cut short, damaged, or can't be read.</exception>
    public static ReadOnlyMemory<byte> Read(string path, int limit) =>
        ImageStream.Guard(
            path,
            () =>
            {
                using var file = ImageStream.Open(path);
                return file.ReadAtMost(limit + 1L);
            }
        );
}
