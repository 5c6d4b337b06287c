namespace Concord.Learning.Runtime;

/// <summary>
/// Gives free memory back to the system once a repeated task takes a quarter more than at first. glibc's free
/// blocks (2.36 was measured) are found again in ever other places, so that every round touches memory that the last one
/// didn't. Clearing it all again takes as long as a step of the paper's network: hence not every time.
/// </summary>
/// <param name="workingSet">The memory of this process, in bytes.</param>
/// <param name="giveBack">Gives free memory back.</param>
internal sealed class MemoryTidying(Func<long> workingSet, Action giveBack)
{
    private const double Most = 1.25;

    private bool _isTidy = true;
    private double _usual;

    /// <summary>Of this process.</summary>
    public MemoryTidying()
        : this(() => Environment.WorkingSet, Libtorch.GiveBackMemory) { }

    /// <summary>Between two rounds.</summary>
    public void Look()
    {
        var now = workingSet();
        if (_isTidy)
            // What one round takes; if others have come to take more, that is the measure.
            (_usual, _isTidy) = (Math.Max(_usual, now), false);
        else if (now > Most * _usual)
        {
            giveBack();
            _isTidy = true;
        }
    }
}
