using System.Diagnostics;

namespace Concord.Learning.Sampling;

/// <summary>
/// Has the batches of coming steps drawn by worker threads, so that a step finds its own ready. What a batch holds depends
/// on its step alone (<see cref="PatchSampler"/>), so the number of workers changes nothing but the wait.
/// </summary>
internal sealed class PatchQueue : IDisposable
{
    private readonly PatchSampler _sampler;
    private readonly long _last;
    private readonly Queue<Task<PatchBatch>> _coming = new();
    private readonly Stopwatch _waiting = new();
    private PatchBatch? _given;
    private long _drawn;

    /// <param name="sampler">Draws them.</param>
    /// <param name="first">The first step, from 1.</param>
    /// <param name="last">The last step.</param>
    /// <param name="workers">How many batches are drawn at once.</param>
    public PatchQueue(PatchSampler sampler, long first, long last, int workers)
    {
        (_sampler, _drawn, _last) = (sampler, first - 1, last);
        for (var i = 0; i < workers; i++)
            Order();
    }

    /// <summary>How long callers have waited for batches.</summary>
    public TimeSpan Waited => _waiting.Elapsed;

    /// <summary>The next step's batch; the one given before is drawn over.</summary>
    public PatchBatch Next()
    {
        _waiting.Start();
        var batch = _coming.Dequeue().GetAwaiter().GetResult();
        _waiting.Stop();
        Order(_given);
        _given = batch;
        return batch;
    }

    /// <summary>Waits for what is being drawn: the data may go.</summary>
    public void Dispose() => Task.WhenAll(_coming).ContinueWith(_ => { }, TaskScheduler.Default).Wait();

    private void Order(PatchBatch? over = null)
    {
        if (_drawn == _last)
            return;
        var step = ++_drawn;
        _coming.Enqueue(Task.Run(() => _sampler.Draw(step, over)));
    }
}
