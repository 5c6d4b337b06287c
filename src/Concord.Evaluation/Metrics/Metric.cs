namespace Concord.Evaluation.Metrics;

/// <summary>Something that is measured of a structure.</summary>
/// <param name="Name">What commands and tables call it.</param>
/// <param name="Summary">What it is, with its unit and range, in one line.</param>
/// <param name="Measure">The value; null where it is undefined.</param>
public sealed record Metric(string Name, string Summary, Func<StructurePair, double?> Measure);
