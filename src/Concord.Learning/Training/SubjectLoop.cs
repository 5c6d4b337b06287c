using System.Runtime.ExceptionServices;

namespace Concord.Learning.Training;

/// <summary>Goes through subjects on two threads: a subject takes a few times its size while it is prepared.</summary>
internal static class SubjectLoop
{
    /// <summary>Does something for each subject, in any order.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="body">What to do, with the place of a subject; its first exception is thrown as it is.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cancellation">Stops between subjects.</param>
    public static void Run(int count, Action<int> body, IProgress<double>? progress, CancellationToken cancellation)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(2, Environment.ProcessorCount),
            CancellationToken = cancellation,
        };
        var (turn, done) = (new Lock(), 0);
        try
        {
            Parallel.For(
                0,
                count,
                options,
                i =>
                {
                    body(i);
                    lock (turn)
                        progress?.Report((double)++done / count);
                }
            );
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
