using System.Security.Cryptography;
using System.Text;

namespace Concord.Imaging;

/// <summary>Writes files that are whole or absent: to a temporary name in the same folder, then moved into place.</summary>
public static class AtomicFile
{
    // ENOSPC and EDQUOT; Windows says 112 or 39.
    private static readonly int[] DiskFull = [28, 122, 112, 39];

    /// <summary>Writes a file through a stream. What stood there before stays until the new one is whole.</summary>
    /// <exception cref="BadInputException">It can't be written: disk full, access denied, no such place.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        // What a link points to is replaced, not the link.
        path = Target(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // Nobody else's: other machines, and containers, have processes of the same number.
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{name}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            using (
                var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16)
            )
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            Discard(temporary);
            if (Explain(path, e) is { } refusal)
                throw refusal;
            throw;
        }
    }

    /// <summary>Writes UTF-8 text without a byte order mark.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>What a failure to write a file means to a user; null if it is another kind of failure.</summary>
    public static BadInputException? Explain(string path, Exception e) =>
        e switch
        {
            _ when e is not (IOException or UnauthorizedAccessException) && !IsTooLarge(e) => null,
            _ when Directory.Exists(path) => new(
                path,
                "can't be written: it is a folder",
                "give the name of a file",
                e
            ),
            UnauthorizedAccessException => new(path, "can't be written: access denied", "choose another folder", e),
            IOException when DiskFull.Contains(e.HResult & 0xFFFF) => new(
                path,
                "can't be written: the disk is full, or a quota is reached",
                "free some space and run again",
                e
            ),
            _ when IsTooLarge(e) => new(
                path,
                "can't be written: the file is larger than the file system allows",
                "choose another folder",
                e
            ),
            _ => new(path, $"can't be written: {e.Message}", "check the folder and free space", e),
        };

    // What the runtime makes of EFBIG: a limit of the file system, such as FAT's 4 GiB, or of the process.
    private static bool IsTooLarge(Exception e) =>
        e is ArgumentOutOfRangeException { ParamName: "value", Source: "System.Private.CoreLib" };

    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Writing says what is wrong there.
            return path;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
