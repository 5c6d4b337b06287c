using Concord.Cli.Terminal;

namespace Concord.Cli.Commands.Simulate;

/// <summary>Turns subjects that are done into a share of those that were missing.</summary>
internal sealed class SubjectProgress(ConsoleObserver observer, int count) : IProgress<double>
{
    private double _first = -1;

    /// <inheritdoc/>
    public void Report(double value)
    {
        if (_first < 0)
        {
            _first = value;
            if (value > 0)
                observer.Note($"{value:0} of {count} subjects are there already");
        }

        if (count > _first)
            observer.Progressed("simulating", Math.Min((value - _first) / (count - _first), 1));
    }
}
