using Concord.Evaluation;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Training;

/// <summary>Keeps the losses, and can stop a training or look at it after any step.</summary>
internal sealed class SilentObserver(Action<long>? onStep = null, Action<long>? onValidation = null) : ITrainingObserver
{
    public List<double> Losses { get; } = [];

    public IReadOnlyList<ScoreSummary> Scores { get; private set; } = [];

    public void Note(string message) { }

    public void Progressed(string what, double part) { }

    public void Stepped(long step, long steps, double loss, double stepsPerSecond)
    {
        Losses.Add(loss);
        onStep?.Invoke(step);
    }

    public void Validated(long step, IReadOnlyList<ScoreSummary> scores)
    {
        Scores = scores;
        onValidation?.Invoke(step);
    }
}
