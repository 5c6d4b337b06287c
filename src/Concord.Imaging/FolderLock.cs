using System.Diagnostics;

namespace Concord.Imaging;

/// <summary>
/// Keeps a folder for one process: held open is a hidden file that nobody else can open meanwhile. The system lets go of it
/// however the process ends.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private const string Name = ".lock";
    private const string Taken = "another process is at work there";
    private const int Pause = 20;
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes a folder, which is made if it isn't there.</summary>
    /// <exception cref="BadInputException">Another process has it, or nothing can be written there.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            Directory.CreateDirectory(folder);
            // Never deleted: who opened it a moment before would hold a file that nobody else sees.
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path) && !Directory.Exists(path))
        {
            throw new BadInputException(folder, Taken, "wait for it, or stop it", e);
        }
        catch (Exception e) when (AtomicFile.Explain(path, e) is not null)
        {
            throw AtomicFile.Explain(path, e)!;
        }
    }

    /// <summary>Takes a folder as soon as other processes, which have it for moments only, have let go of it.</summary>
    /// <param name="folder">The folder, which is made if it isn't there.</param>
    /// <param name="patience">How long to wait for them.</param>
    /// <exception cref="BadInputException">Another process still has it, or nothing can be written there.</exception>
    public static FolderLock Await(string folder, TimeSpan patience)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                return Take(folder);
            }
            catch (BadInputException e) when (e.Problem == Taken && clock.Elapsed < patience)
            {
                // Its turn is over in a moment.
            }
        }
    }

    /// <summary>
    /// Whether there is nothing of a user's in a folder: nothing, or what locks and interrupted writes left there.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="leftover">The name of something else that may lie there.</param>
    public static bool HoldsNothing(string folder, string? leftover = null) =>
        !Directory.Exists(folder)
        || Directory
            .EnumerateFileSystemEntries(folder)
            .Select(Path.GetFileName)
            .All(name =>
                name == Name
                || name == leftover
                || name!.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal)
            );

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _file.Dispose();
}
