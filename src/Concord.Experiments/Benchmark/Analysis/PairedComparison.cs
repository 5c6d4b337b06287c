using Concord.Evaluation.Statistics;

namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>The reference method against another on one structure, subject by subject.</summary>
/// <param name="Method">The other method.</param>
/// <param name="Structure">The class.</param>
/// <param name="Test">The signed-rank test of the differences; a subject's is the mean over the seeds that both have.</param>
/// <param name="Adjusted">Its p value after Holm's correction over the whole family; null where none could be computed.</param>
/// <param name="Difference">
/// The mean difference, reference less other, with its interval over subjects and seeds; null for fewer than two subjects.
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
    /// ACE against its rivals. Controls are none: what is trained on joint truth knows what no method can know, and what takes
    /// more steps shows what steps do.
    /// </summary>
    /// <param name="rows">Of one metric.</param>
    public static IReadOnlyList<PairedComparison> OfRivals(IEnumerable<ResultRow> rows) =>
        Of(
            [.. rows.Where(r => !MethodCatalog.All.Any(m => m.Name == r.Strategy && m.IsControl))],
            MethodCatalog.Reference
        );

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
            var (first, second) = Pairs(own.Where(r => both.Contains(r.Seed)), other.Where(r => both.Contains(r.Seed)));
            var trainings = Differences(own, other, [.. both.Order()]);
            if (trainings.Count == 0)
                continue;
            // Values have six decimals: what differs by less is equal, or ties would not be seen.
            var differences = trainings.ConvertAll(d => Math.Round(d.OfType<double>().Average(), 9));
            var seeds =
                from seed in both.Order()
                let pair = Pairs(own.Where(r => r.Seed == seed), other.Where(r => r.Seed == seed))
                where pair.First.Count > 0
                select (seed, pair.First.Zip(pair.Second, (a, b) => a - b).Average());
            family.Add(
                new(
                    method,
                    structure,
                    SignedRankTest.Of(differences),
                    null,
                    PairedBootstrap.Of(trainings, seed: 1),
                    CliffsDelta.Of(first, second),
                    [.. seeds]
                )
            );
        }

        var adjusted = HolmCorrection.Adjust([.. family.Select(c => c.Test.P)]);
        return [.. family.Select((c, i) => c with { Adjusted = adjusted[i] })];
    }

    // For each subject that both have, reference less other with each seed; null where either is undefined.
    private static List<IReadOnlyList<double?>> Differences(
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
                    (IReadOnlyList<double?>)
                        [.. seeds.Select(s => a.GetValueOrDefault((subject, s)) - b.GetValueOrDefault((subject, s)))]
                )
                .Where(d => d.Any(v => v is not null)),
        ];

        static Dictionary<(string, ulong), double?> Values(List<ResultRow> rows) =>
            rows.ToDictionary(r => (r.Subject, r.Seed), r => r.Value);
    }

    private static (List<double> First, List<double> Second) Pairs(
        IEnumerable<ResultRow> own,
        IEnumerable<ResultRow> other
    )
    {
        var (a, b) = (StructureResult.BySubject(own), StructureResult.BySubject(other));
        var both = a.Keys.Where(b.ContainsKey).Order(StringComparer.Ordinal).ToList();
        return (both.ConvertAll(s => a[s]), both.ConvertAll(s => b[s]));
    }
}
