using Concord.Evaluation.Statistics;

namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>The reference method against another on one structure, subject by subject.</summary>
/// <param name="Method">The other method.</param>
/// <param name="Structure">The class.</param>
/// <param name="Test">The signed-rank test of the differences; a subject's is the mean over the seeds that both have.</param>
/// <param name="Adjusted">Its p value after Holm's correction over the whole family; null where none could be computed.</param>
/// <param name="Difference">
/// The mean difference, reference less other, with its interval over subjects and seeds; null for fewer than two subjects, or where resamples hardly ever have all of them.
/// </param>
/// <param name="Delta">Cliff's delta of the reference over the other.</param>
/// <param name="Seeds">The mean difference of each seed that both have.</param>
public sealed record PairedComparison(
    string Method,
    string Structure,
    SignedRankTest Test,
    double? Adjusted,
    PairedBootstrap? Difference,
    double? Delta,
    IReadOnlyList<(ulong Seed, double Mean)> Seeds
)
{
    /// <summary>
    /// A reference against all others; ACE against its rivals alone. Controls are none: what is trained on joint truth knows
    /// what no method can know, and what takes more steps shows what steps do.
    /// </summary>
    /// <param name="rows">Of one metric.</param>
    /// <param name="reference">ACE or a control.</param>
    public static IReadOnlyList<PairedComparison> AgainstOthers(
        IReadOnlyCollection<ResultRow> rows,
        string reference
    ) =>
        reference == MethodCatalog.Reference
            ? Of([.. rows.Where(r => !MethodCatalog.All.Any(m => m.Name == r.Strategy && m.IsControl))], reference)
            : Of(rows, reference);

    /// <summary>Compares a reference with every other method on every structure; together they are one family.</summary>
    /// <param name="rows">Of one metric.</param>
    /// <param name="reference">The method that others are compared with.</param>
    public static IReadOnlyList<PairedComparison> Of(IReadOnlyCollection<ResultRow> rows, string reference)
    {
        var structures = rows.Select(r => r.Structure).Distinct(StringComparer.Ordinal).ToList();
        var methods = rows.Select(r => r.Strategy).Distinct(StringComparer.Ordinal).Where(m => m != reference);
        var family = new List<PairedComparison>();
        foreach (var method in methods)
        foreach (var structure in structures)
        {
            var own = rows.Where(r => r.Strategy == reference && r.Structure == structure).ToList();
            var other = rows.Where(r => r.Strategy == method && r.Structure == structure).ToList();
            // A mean over three seeds and one over two are no pair.
            var both = own.Select(r => r.Seed).Intersect(other.Select(r => r.Seed)).ToHashSet();
            var subjects = Pairs(own, other, [.. both.Order()]);
            if (subjects.Count == 0)
                continue;
            var trainings = subjects.ConvertAll<IReadOnlyList<double?>>(s => [.. s.Select(v => v.Own - v.Other)]);
            // Values have six decimals: what differs by less is equal, or ties would not be seen.
            var differences = trainings.ConvertAll(d => Math.Round(d.OfType<double>().Average(), 9));
            var seeds =
                from seed in both.Order().Select((number, i) => (Number: number, Index: i))
                let known = trainings.Select(d => d[seed.Index]).OfType<double>().ToList()
                where known.Count > 0
                select (seed.Number, known.Average());
            family.Add(
                new(
                    method,
                    structure,
                    SignedRankTest.Of(differences),
                    null,
                    PairedBootstrap.Of(trainings, seed: 1),
                    CliffsDelta.Of(Means(subjects, v => v.Own), Means(subjects, v => v.Other)),
                    [.. seeds]
                )
            );
        }

        var adjusted = HolmCorrection.Adjust([.. family.Select(c => c.Test.P)]);
        return [.. family.Select((c, i) => c with { Adjusted = adjusted[i] })];
    }

    // For each subject what the reference and the other have with each seed; without those who never have both.
    private static List<List<(double? Own, double? Other)>> Pairs(
        List<ResultRow> own,
        List<ResultRow> other,
        IReadOnlyList<ulong> seeds
    )
    {
        var (a, b) = (Values(own), Values(other));
        return
        [
            .. own.Select(r => r.Subject)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(subject =>
                    seeds.Select(s => (a.GetValueOrDefault((subject, s)), b.GetValueOrDefault((subject, s)))).ToList()
                )
                .Where(s => s.Exists(IsPair)),
        ];

        static Dictionary<(string, ulong), double?> Values(List<ResultRow> rows) =>
            rows.ToDictionary(r => (r.Subject, r.Seed), r => r.Value);
    }

    private static bool IsPair((double? Own, double? Other) values) => values is ({ }, { });

    // Over the same seeds as the difference, or the two would be about different data.
    private static List<double> Means(
        List<List<(double? Own, double? Other)>> subjects,
        Func<(double? Own, double? Other), double?> value
    ) => subjects.ConvertAll(s => s.Where(IsPair).Average(v => value(v)!.Value));
}
