namespace Concord.Bench;

/// <summary>What came out.</summary>
/// <param name="Figure">The number that the bound is about.</param>
/// <param name="Detail">Medians and spreads behind it.</param>
/// <param name="IsMet">Whether the bound is met.</param>
internal sealed record RowResult(string Figure, string Detail, bool IsMet);
