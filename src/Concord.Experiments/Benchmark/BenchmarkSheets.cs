using System.Globalization;
using Concord.Experiments.Benchmark.Analysis;
using Concord.Experiments.Reports;
using Concord.Labels;
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

    // As the script of the WMH challenge has it.
    private static readonly Dictionary<string, string> Conventions = new(StringComparer.Ordinal)
    {
        ["lesion_recall"] = "1 in a subject without any. ",
        ["lesion_precision"] = "1 where nothing was predicted: look at the recall too. ",
        ["lesion_f1"] = "1 where there is none and none was predicted. ",
    };

    /// <summary>All of them, in the order of the report.</summary>
    public static IReadOnlyList<Sheet> Of(
        BenchmarkSettings settings,
        IReadOnlyList<ResultRow> rows,
        IReadOnlyList<BenchmarkJob> jobs,
        LabelSpace space
    )
    {
        var dice = rows.Where(r => r.Metric == "dice").ToList();
        var sheets = new List<Sheet> { Main(settings, dice, space), Seeds(dice) };
        sheets.AddRange(ComparisonSheets.Of(settings.Scenario.Name, rows));
        foreach (var (metric, heading, format) in More)
            if (rows.Any(r => r.Metric == metric && r.Value is not null))
                sheets.Add(
                    Table(
                        rows.Where(r => r.Metric == metric && IsMeant(r)),
                        heading,
                        format,
                        Conventions.GetValueOrDefault(metric, "")
                    )
                );
        sheets.Add(Cost(settings, jobs));
        sheets.Add(Methods(settings));
        return sheets;
    }

    private static Sheet Main(BenchmarkSettings settings, List<ResultRow> dice, LabelSpace space)
    {
        var unmeasured = space.Classes.Skip(1).Except(Structures(dice), StringComparer.Ordinal).ToList();
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
            (
                "Mean (standard deviation) over subjects, each the mean over its seeds; [median]; n subjects in whom it is defined. "
                + (seeds.Count > 0 && seeds[0] < seeds[^1] ? $"Strategies have {seeds[0]} to {seeds[^1]} seeds. " : "")
                + (hasPaper ? "The paper's images are others: compare orders, not heights. " : "")
                + (
                    unmeasured.Count > 0
                        ? $"Not measured, as no label of the test means them alone: {string.Join(", ", unmeasured)}."
                        : ""
                )
            ).TrimEnd()
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

    // Whoever has the lesion is left out by definition, not for want of a prediction.
    private static bool IsMeant(ResultRow row) => row.Metric != JobRunner.FalsePositives || row.Value is not null;

    private static Sheet Table(IEnumerable<ResultRow> some, string heading, string format, string convention)
    {
        var rows = some.ToList();
        var structures = Structures(rows);
        var methods = rows.Select(r => r.Strategy).Distinct(StringComparer.Ordinal);
        return new(
            heading,
            ["strategy", .. structures],
            [.. methods.Select(m => (IReadOnlyList<string>)[m, .. structures.Select(s => Cell(rows, m, s, format))])],
            (
                convention
                + (
                    rows.Exists(r => r.Value is null)
                        ? "Some subjects have no value with some seed, as where nothing was predicted: that seed is not in their average, "
                            + "and who has no value with any seed is in none."
                        : ""
                )
            ).TrimEnd()
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

    /// <summary>A number as people read it.</summary>
    public static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "n/a";
}
