namespace Concord.Learning.Training;

/// <summary>Passes the finished part of something on to an observer, at once and in order.</summary>
/// <param name="observer">Who hears it.</param>
/// <param name="what">What is being done, such as <c>reading 24 subjects</c>.</param>
public sealed class ObservedProgress(ITrainingObserver observer, string what) : IProgress<double>
{
    /// <inheritdoc/>
    public void Report(double value) => observer.Progressed(what, value);
}
