namespace Concord.Evaluation;

/// <summary>One measurement.</summary>
/// <param name="Subject">Whose scan.</param>
/// <param name="Structure">The class.</param>
/// <param name="Metric">What was measured, such as <c>dice</c> or <c>volume_ml</c>.</param>
/// <param name="Value">The value; null where the metric is undefined.</param>
public sealed record Score(string Subject, string Structure, string Metric, double? Value);
