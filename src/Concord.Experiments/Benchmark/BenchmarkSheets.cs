using System.Globalization;
using Concord.Experiments.Benchmark.Analysis;
using Concord.Experiments.Reports;
using Concord.Learning.Training;

namespace Concord.Experiments.Benchmark;

/// <summary>The tables of a comparison.</summary>
internal static class BenchmarkSheets
{
    private static readonly (string Metric, string Heading, string Format)[] More =
    [
        ("hd95", "95th percentile of boundary distances (mm)", "0.0"),
        ("assd", "Average symmetric surface distance (mm)", "0.00"),
        ("avd", "Absolute volume difference (%)", "0.0"),
        ("volume_similarity", "Volumetric similarity", "0.000"),
        ("lesion_recall", "Lesions found: recall", "0.000"),
        ("lesion_precision", "Lesions found: precision", "0.000"),
        ("lesion_f1", "Lesions found: F1", "0.000"),
        (JobRunner.FalsePositives, "Volume predicted where there is no lesion (ml)", "0.000"),
    ];

    /// <summary>All of them, in the order of the report.</summary>
    public static IReadOnlyList<Sheet> Of(
        BenchmarkSettings settings,
        IReadOnlyList<ResultRow> rows,
        IReadOnlyList<BenchmarkJob> jobs
    )
    {
        var dice = rows.Where(r => r.Metric == "dice").ToList();
        var sheets = new List<Sheet> { Main(settings, dice), Seeds(dice) };
        var comparisons = PairedComparison.OfRivals(dice);
        var longer = PairedComparison.Of(dice, MethodCatalog.LongReference);
        if (Claims(settings, comparisons, longer) is { Rows.Count: > 0 } claims)
            sheets.Add(claims);
        if (comparisons.Count > 0)
            sheets.Add(Comparisons(comparisons, MethodCatalog.Reference, "Dice"));
        // More voxels of large lesions, or more lesions: not the same question.
        var found = rows.Where(r => r.Metric == "lesion_f1").ToList();
        if (PairedComparison.OfRivals(found) is { Count: > 0 } lesions)
            sheets.Add(Comparisons(lesions, MethodCatalog.Reference, "F1 of lesions"));
        if (longer.Count > 0)
            sheets.Add(Comparisons(longer, MethodCatalog.LongReference, "Dice"));
        if (PairedComparison.Of(dice, MethodCatalog.Ceiling) is { Count: > 0 } ceiling)
            sheets.Add(Comparisons(ceiling, MethodCatalog.Ceiling, "Dice"));
        foreach (var (metric, heading, format) in More)
            if (rows.Any(r => r.Metric == metric && r.Value is not null))
                sheets.Add(Table(rows.Where(r => r.Metric == metric && IsMeant(r)), heading, format));
        sheets.Add(Cost(settings, jobs));
        sheets.Add(Methods(settings));
        return sheets;
    }

    /// <summary>The p value as people read it.</summary>
    public static string Probability(double? p) =>
        p is null ? "n/a"
        : p < 0.0001 ? "<0.0001"
        : Number(p, "0.0000");

    private static Sheet Main(BenchmarkSettings settings, List<ResultRow> dice)
    {
        var scenario = settings.Scenario.Name;
        var structures = Structures(dice);
        var hasPaper = settings.Manifest is null;
        var rows = settings
            .Methods.Select(m => m.Name)
            .Where(m => dice.Exists(r => r.Strategy == m))
            .Select(method =>
                (IReadOnlyList<string>)
                    [
                        method,
                        .. structures.Select(s =>
                            Cell(dice, method, s, "0.000") + (hasPaper ? PaperLine(scenario, method, s) : "")
                        ),
                    ]
            );
        var seeds = dice.GroupBy(r => r.Strategy, r => r.Seed).Select(g => g.Distinct().Count()).Order().ToList();
        return new(
            hasPaper ? "Dice, beside the paper's Table 1" : "Dice",
            ["strategy", .. structures],
            [.. rows],
            "Mean (standard deviation) over subjects, each the mean over its seeds; [median]; n subjects in whom it is defined. "
                + (seeds.Count > 0 && seeds[0] < seeds[^1] ? $"Strategies have {seeds[0]} to {seeds[^1]} seeds. " : "")
                + (hasPaper ? "The paper's images are others: compare orders, not heights." : "")
        );
    }

    private static Sheet Seeds(List<ResultRow> dice)
    {
        var structures = Structures(dice);
        var rows =
            from method in dice.Select(r => r.Strategy).Distinct(StringComparer.Ordinal)
            from seed in dice.Where(r => r.Strategy == method).Select(r => r.Seed).Distinct().Order()
            select (IReadOnlyList<string>)
                [
                    $"{method} {seed}",
                    .. structures.Select(s =>
                        Number(
                            StructureResult
                                .Of([.. dice.Where(r => r.Strategy == method && r.Structure == s && r.Seed == seed)])
                                .Mean,
                            "0.000"
                        )
                    ),
                ];
        return new("Dice of each seed", ["strategy, seed", .. structures], [.. rows], "Mean over subjects.");
    }

    private static Sheet Claims(
        BenchmarkSettings settings,
        IReadOnlyList<PairedComparison> ofReference,
        IReadOnlyList<PairedComparison> ofLongReference
    )
    {
        var rows =
            from claim in ClaimCatalog.Of(settings.Scenario.Name)
            let comparisons = claim.Method == MethodCatalog.Reference ? ofReference : ofLongReference
            let evidence = claim.Evidence(comparisons)
            where evidence.Count > 0
            select (IReadOnlyList<string>)
                [
                    claim.Text,
                    claim.IsReproduced(comparisons) switch
                    {
                        true => "reproduced",
                        false => "not reproduced",
                        null => "undecided",
                    } + (evidence.Any(c => c.Seeds.Count < 2) ? ", by one training" : ""),
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
            "What the paper claims",
            ["claim", "here", "seeds", "Dice of ace less the other's, 95 % interval, p"],
            [.. rows],
            "Decided by the 95 % intervals: better or worse if all lie on that side of zero, not worse if none reaches below "
                + $"-{Number(Claim.Margin, "0.00")}, no difference if zero lies within. What one training shows another may not. p is "
                + "that of Wilcoxon's test, as it is: these claims were made before."
        )
        {
            IsOfWords = true,
        };
    }

    private static Sheet Comparisons(IReadOnlyList<PairedComparison> all, string reference, string measure)
    {
        var subjects = all.Select(c => c.Test.Count).DefaultIfEmpty(0).Max();
        var least =
            subjects > 0 && all.Count * 2 / Math.Pow(2, subjects) >= 0.01
                ? $" With {subjects} subjects p is at least {Probability(2 / Math.Pow(2, subjects))}, "
                    + $"and after the correction over {all.Count} tests at least "
                    + $"{Probability(Math.Min(1, all.Count * 2 / Math.Pow(2, subjects)))}: look at the intervals too."
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

    private static string Interval(PairedComparison c) =>
        c.Difference is { } d ? $"{Signed(d.Mean)} [{Signed(d.Low)}, {Signed(d.High)}]" : "n/a";

    // Whoever has the lesion is left out by definition, not for want of a prediction.
    private static bool IsMeant(ResultRow row) => row.Metric != JobRunner.FalsePositives || row.Value is not null;

    private static Sheet Table(IEnumerable<ResultRow> some, string heading, string format)
    {
        var rows = some.ToList();
        var structures = Structures(rows);
        var methods = rows.Select(r => r.Strategy).Distinct(StringComparer.Ordinal);
        return new(
            heading,
            ["strategy", .. structures],
            [.. methods.Select(m => (IReadOnlyList<string>)[m, .. structures.Select(s => Cell(rows, m, s, format))])],
            rows.Exists(r => r.Value is null)
                ? "Some subjects have no value with some seed, as where nothing was predicted: they are in no average."
                : ""
        );
    }

    private static Sheet Cost(BenchmarkSettings settings, IReadOnlyList<BenchmarkJob> jobs)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var method in settings.Methods)
        {
            var done = jobs.Where(j => j.Method == method && j.Folder.IsDone).ToList();
            if (done.Count == 0)
                continue;
            var records = done.ConvertAll(j => JobRecord.Read(j.Folder.Record));
            rows.Add([
                method.Name,
                $"{done.Count}",
                $"{records[0].Networks}",
                records[0].Parameters.ToString("N0", CultureInfo.InvariantCulture),
                JobRecord.Minutes(records),
                LossChange(done),
            ]);
        }

        return new(
            "What each strategy costs",
            [
                "strategy",
                "trainings",
                "networks a scan goes through",
                "parameters",
                "minutes a training",
                "loss at the end",
            ],
            rows,
            "Minutes from the first step to the last, with checkpoints and validation in between, without reading and test. "
                + "Loss at the end: the validation loss over the last third of the steps against the third before, of each "
                + "network, mean over its trainings. Far below 0 %, more steps would have helped."
        );
    }

    private static string LossChange(List<BenchmarkJob> jobs)
    {
        var networks = jobs.SelectMany(j => j.Folder.Run.Networks())
            .GroupBy(n => n.Name, n => LateProgress.Of(TrainingProgress.ValidationLossOf(n.Run)))
            .ToList();
        var cells = networks.Select(n =>
            (networks.Count == 1 ? "" : $"{n.Key} ")
            + (n.Average() is { } change ? change.ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture) : "n/a")
        );
        return string.Join(", ", cells);
    }

    private static Sheet Methods(BenchmarkSettings settings) =>
        new(
            "The strategies",
            ["strategy", "what it is"],
            [.. settings.Methods.Select(m => (IReadOnlyList<string>)[m.Name, m.Summary])]
        )
        {
            IsOfWords = true,
        };

    private static List<string> Structures(IEnumerable<ResultRow> rows) =>
        [.. rows.Select(r => r.Structure).Distinct(StringComparer.Ordinal)];

    private static string Cell(List<ResultRow> rows, string method, string structure, string format)
    {
        var own = rows.Where(r => r.Strategy == method && r.Structure == structure).ToList();
        var s = StructureResult.Of(own);
        if (s.Mean is null)
            return "n/a";
        var deviation = s.Deviation is null ? "" : $" ({Number(s.Deviation, format)})";
        // What predicts nothing has no distance: a mean without its worst must not look like one of all.
        var part = s.Values < s.All ? $" ({s.Values} of {s.All} values)" : "";
        return $"{Number(s.Mean, format)}{deviation}\n[{Number(s.Median, format)}] n={s.Count}{part}";
    }

    private static string PaperLine(string scenario, string method, string structure) =>
        PaperTable.Find(scenario, method, structure) is { } cell
            ? $"\npaper: {Number(cell.Mean, "0.000")} ({Number(cell.Deviation, "0.000")})"
            : "";

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "n/a";
}
