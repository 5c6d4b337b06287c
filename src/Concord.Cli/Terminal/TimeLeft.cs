namespace Concord.Cli.Terminal;

/// <summary>
/// Estimates how long work still takes from how fast it goes. What is done within the first second of it was done in an
/// earlier sitting and says nothing about the rate.
/// </summary>
internal sealed class TimeLeft
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);
    private TimeSpan _since;
    private double _from;

    /// <summary>Begins anew.</summary>
    public void Reset() => (_since, _from) = (TimeSpan.Zero, 0);

    /// <summary>The time left; null while nothing is known of the rate.</summary>
    /// <param name="elapsed">Since the work began.</param>
    /// <param name="part">What is done of it by now, 0 to 1.</param>
    public TimeSpan? Estimate(TimeSpan elapsed, double part)
    {
        if (elapsed < AtOnce)
            (_since, _from) = (elapsed, part);
        return part > _from ? (elapsed - _since) * ((1 - part) / Math.Max(part - _from, 1e-4)) : null;
    }
}
