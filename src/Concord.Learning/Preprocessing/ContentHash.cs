using System.IO.Hashing;
using System.Text;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing;

/// <summary>Short names of contents (XXH128), by which the same is found again; no protection against forgery.</summary>
internal static class ContentHash
{
    /// <summary>Of a text.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)));

    /// <summary>Of all files that an image consists of.</summary>
    /// <exception cref="BadInputException">A file can't be opened.</exception>
    public static string OfImage(string image) => OfFiles(ImageFile.FilesOf(image));

    /// <summary>Of files, in their order.</summary>
    /// <exception cref="BadInputException">A file can't be opened.</exception>
    public static string OfFiles(IEnumerable<string> paths)
    {
        var hash = new XxHash128();
        foreach (var path in paths)
        {
            try
            {
                using var file = File.OpenRead(path);
                hash.Append(BitConverter.GetBytes(file.Length));
                hash.Append(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BadInputException(path, "can't be opened", "check the path", e);
            }
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
