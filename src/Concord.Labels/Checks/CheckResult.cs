namespace Concord.Labels.Checks;

/// <summary>What a check found.</summary>
/// <param name="Values">Every label value of every dataset.</param>
/// <param name="Contradictions">What a naive training would learn wrongly; no fault of the data.</param>
/// <param name="Findings">What is suspicious.</param>
/// <param name="Warnings">What will not be learnt.</param>
/// <param name="Problems">What makes training impossible.</param>
public sealed record CheckResult(
    IReadOnlyList<ValueCount> Values,
    IReadOnlyList<Contradiction> Contradictions,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Problems
);
