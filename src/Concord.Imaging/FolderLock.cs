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
    public static FolderLock Take(string folder) => Take(folder, Name);

    private static FolderLock Take(string folder, string name)
    {
        var path = Path.Combine(folder, name);
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

    /// <summary>
    /// Takes a turn at something in a folder that processes have for moments only, one after another. Who may not make a file
    /// there has no turn to wait for, and goes on without.
    /// </summary>
    /// <param name="folder">The folder, which is made if it isn't there.</param>
    /// <param name="what">What it is about: others don't wait.</param>
    /// <param name="patience">How long to wait.</param>
    /// <exception cref="BadInputException">Another process still has it, or there can be no such folder.</exception>
    public static IDisposable? Await(string folder, string what, TimeSpan patience)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                return Take(folder, $".{what}{Name}");
            }
            catch (BadInputException e) when (e.Problem == Taken && clock.Elapsed < patience)
            {
                // Its turn is over in a moment.
            }
            catch (BadInputException e) when (e.InnerException is UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Lets go of a folder and removes it, if there is nothing in it.</summary>
    public void Abandon()
    {
        var folder = Path.GetDirectoryName(_file.Name)!;
        // Others' hands are off it until it is gone; but Windows doesn't remove what is open.
        if (OperatingSystem.IsWindows())
            Dispose();
        try
        {
            if (HoldsNothing(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadInputException)
        {
            // An empty folder stays.
        }

        Dispose();
    }

    /// <summary>
    /// Whether there is nothing of a user's in a folder: nothing, or what locks and interrupted writes left there.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="leftover">The name of something else that may lie there.</param>
    /// <exception cref="BadInputException">It can't be looked into.</exception>
    public static bool HoldsNothing(string folder, string? leftover = null)
    {
        try
        {
            return !Directory.Exists(folder)
                || Directory
                    .EnumerateFileSystemEntries(folder)
                    .Select(Path.GetFileName)
                    .All(name =>
                        name == Name
                        || name == leftover
                        || name!.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal)
                    );
        }
        catch (UnauthorizedAccessException e)
        {
            throw new BadInputException(folder, "can't be looked into: access denied", "choose another folder", e);
        }
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _file.Dispose();
}
