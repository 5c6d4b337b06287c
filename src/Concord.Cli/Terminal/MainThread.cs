using System.Collections.Concurrent;

namespace Concord.Cli.Terminal;

/// <summary>
/// Where commands compute: the thread that the process began with, while the pool waits for Ctrl-C. glibc keeps what libtorch
/// gives back for the next operation in the first thread's arena only; in another's, anything of 64 MiB is asked of the system
/// each time, and every page of it faults (docs/decisions/0013).
/// </summary>
internal static class MainThread
{
    private static readonly BlockingCollection<Task<int>> Works = [];
    private static volatile bool _isBusy;

    /// <summary>Runs the program on the pool, and here what it hands over.</summary>
    /// <param name="program">Gives the exit code.</param>
    public static int Serve(Func<Task<int>> program)
    {
        var running = Task.Run(program);
        _ = running.ContinueWith(End, TaskScheduler.Default);
        foreach (var work in Works.GetConsumingEnumerable())
        {
            _isBusy = true;
            work.RunSynchronously();
            _isBusy = false;
        }

        return running.GetAwaiter().GetResult();
    }

    /// <summary>Does something on the first thread.</summary>
    /// <param name="work">Gives the exit code.</param>
    public static Task<int> Do(Func<int> work)
    {
        var task = new Task<int>(work);
        Works.Add(task);
        return task;
    }

    private static void End(Task<int> program)
    {
        Works.CompleteAdding();
        // Who was told to stop and didn't in time isn't waited for.
        if (_isBusy && program.IsCompletedSuccessfully)
            Environment.Exit(program.Result);
    }
}
