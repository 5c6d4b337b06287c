using Concord.Evaluation;

namespace Concord.Learning.Training;

/// <summary>Hears how a training goes.</summary>
public interface ITrainingObserver
{
    /// <summary>Something worth a line.</summary>
    void Note(string message);

    /// <summary>A part of something other than steps is done: subjects read, tiles segmented.</summary>
    /// <param name="what">What is being done.</param>
    /// <param name="part">0 to 1; 1 when it is done.</param>
    void Progressed(string what, double part);

    /// <summary>A step was taken.</summary>
    /// <param name="step">Steps taken so far.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="loss">The loss of the step.</param>
    /// <param name="stepsPerSecond">The recent rate.</param>
    void Stepped(long step, long steps, double loss, double stepsPerSecond);

    /// <summary>Validation subjects were measured.</summary>
    void Validated(long step, IReadOnlyList<ScoreSummary> scores);
}
