namespace Concord.Learning.Training;

/// <summary>A training can't go on; what was reached is in the run folder.</summary>
public sealed class TrainingFailedException(string message) : Exception(message);
