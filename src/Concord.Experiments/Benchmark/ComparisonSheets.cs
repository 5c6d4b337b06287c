using System.Globalization;
using Concord.Experiments.Benchmark.Analysis;
using Concord.Experiments.Reports;

namespace Concord.Experiments.Benchmark;

/// <summary>The tables that compare methods with each other.</summary>
internal static class ComparisonSheets
{
    private const int EnoughSubjects = 15;

    /// <summary>Those that there are values for, in the order of the report.</summary>
    public static IEnumerable<Sheet> Of(string scenario, IReadOnlyList<ResultRow> rows)
    {
        var dice = rows.Where(r => r.Metric == "dice").ToList();
        if (Claims(scenario, dice) is { Rows.Count: > 0 } claims)
            yield return claims;
        // More voxels of large lesions, or more lesions: not the same question.
        var found = rows.Where(r => r.Metric == "lesion_f1").ToList();
        foreach (
            var (values, reference, measure) in new[]
            {
                (dice, MethodCatalog.Reference, "Dice"),
                (found, MethodCatalog.Reference, "F1 of lesions"),
                (dice, MethodCatalog.LongReference, "Dice"),
                (dice, MethodCatalog.Ceiling, "Dice"),
            }
        )
            if (PairedComparison.AgainstOthers(values, reference) is { Count: > 0 } comparisons)
                yield return Comparisons(comparisons, reference, measure);
    }

    private static Sheet Claims(string scenario, List<ResultRow> dice)
    {
        var known = (
            from claim in ClaimCatalog.Of(scenario)
            let comparisons = PairedComparison.AgainstOthers(dice, claim.Method)
            let evidence = claim.Evidence(comparisons)
            where evidence.Count > 0
            select (Claim: claim, Comparisons: comparisons, Evidence: evidence)
        ).ToList();
        var rows =
            from k in known
            let claim = k.Claim
            let comparisons = k.Comparisons
            let evidence = k.Evidence
            select (IReadOnlyList<string>)
                [
                    claim.Text,
                    claim.IsReproduced(comparisons) switch
                    {
                        true => "reproduced",
                        false => "not reproduced",
                        null => "undecided",
                    }
                        + (evidence.Any(c => c.Seeds.Count < 2) ? ", by one training" : "")
                        + Unmeasured(claim, evidence),
                    $"{evidence.Min(c => c.Test.Count)}",
                    $"{evidence.Min(c => c.Seeds.Count)}",
                    // A figure keeps its structure, its interval and its p on one line.
                    string.Join(
                        "; ",
                        evidence.Select(c =>
                            $"{c.Structure} {Interval(c)} p {Probability(c.Test.P)}".Replace(' ', '\u00A0')
                        )
                    ),
                ];
        return new(
            "What the paper claims, and what it leaves open",
            ["claim", "here", "n", "seeds", "Dice of ace (or ace-long) less the other's, 95 % interval, p"],
            [.. rows],
            "Decided by the 95 % intervals: better or worse if all lie on that side of zero, better by more than a number if all "
                + $"lie above it, not worse if none reaches below -{BenchmarkSheets.Number(Claim.Margin, "0.00")}, no difference if "
                + "zero lies within. What one training shows another may not. p is that of Wilcoxon's test, not corrected: "
                + "what the paper claims was claimed before, what isn't in the paper wasn't."
                + Few(known.SelectMany(k => k.Evidence))
        )
        {
            IsOfWords = true,
        };
    }

    private static Sheet Comparisons(IReadOnlyList<PairedComparison> all, string reference, string measure)
    {
        var subjects = all.Select(c => c.Test.Count).DefaultIfEmpty(0).Max();
        // Where all differences are zero there is no test.
        var tests = all.Count(c => c.Test.P is not null);
        var least =
            subjects > 0 && tests * 2 / Math.Pow(2, subjects) >= 0.01
                ? $" With {subjects} subjects p is at least {Probability(2 / Math.Pow(2, subjects))}, "
                    + $"and after the correction over {tests} tests at least "
                    + $"{Probability(Math.Min(1, tests * 2 / Math.Pow(2, subjects)))}: look at the intervals too."
                : "";
        var rows = all.Select(c =>
            (IReadOnlyList<string>)
                [
                    c.Method,
                    c.Structure,
                    $"{c.Test.Count}",
                    Interval(c),
                    Probability(c.Test.P),
                    Probability(c.Adjusted),
                    c.Delta is { } delta ? Signed(delta) : "n/a",
                    string.Join(' ', c.Seeds.Select(s => Signed(s.Mean))),
                ]
        );
        return new(
            reference switch
            {
                MethodCatalog.Reference => $"ACE against each other strategy: {measure}",
                MethodCatalog.LongReference => $"ACE with the steps of all networks against each strategy: {measure}",
                _ => $"The ceiling against each strategy: {measure}",
            },
            ["strategy", "structure", "n", "difference [95 %]", "p", "p (Holm)", "Cliff's δ", "by seed"],
            [.. rows],
            $"{measure} of {reference} less the other's, paired by subject, each the mean over its "
                + "seeds; 95 % interval by bootstrap over subjects and seeds, with one seed over subjects alone; Wilcoxon's "
                + "signed-rank test over subjects, for these trainings (exact to n = 25, zeros by Pratt), Holm's correction "
                + "over this table."
                + least
        );
    }

    private static string Unmeasured(Claim claim, IReadOnlyList<PairedComparison> evidence)
    {
        var lacking = claim.Structures.Except(evidence.Select(c => c.Structure)).ToList();
        return lacking.Count == 0 ? "" : $" ({string.Join(", ", lacking)} not measured here)";
    }

    // Percentile intervals of few are too narrow; how much is in docs/benchmark.md.
    private static string Few(IEnumerable<PairedComparison> evidence)
    {
        var count = evidence.Select(c => c.Test.Count).DefaultIfEmpty(EnoughSubjects).Min();
        return count >= EnoughSubjects
            ? ""
            : $" With {count} subjects such intervals are narrower than they say"
                + (count < Claim.LeastSubjects ? $", and fewer than {Claim.LeastSubjects} decide nothing." : ".");
    }

    private static string Interval(PairedComparison c) =>
        c.Difference is { } d ? $"{Signed(d.Mean)} [{Signed(d.Low)}, {Signed(d.High)}]" : "n/a";

    // As people read it.
    private static string Probability(double? p) =>
        p is null ? "n/a"
        : p < 0.0001 ? "<0.0001"
        : BenchmarkSheets.Number(p, "0.0000");

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
