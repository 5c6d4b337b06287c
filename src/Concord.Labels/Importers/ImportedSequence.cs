namespace Concord.Labels.Importers;

/// <summary>A sequence of a known dataset.</summary>
/// <param name="Name">As Concord calls it: T1, T1c, T2, FLAIR, PD or IR.</param>
/// <param name="Patterns">Of its files; the first that matches any.</param>
public sealed record ImportedSequence(string Name, params IReadOnlyList<string> Patterns);
