using System.CommandLine;
using System.Globalization;
using Concord.Cli.Terminal;
using Concord.Experiments.Benchmark;
using Concord.Experiments.Reports;
using Concord.Imaging;
using Concord.Learning.Recipes;
using Concord.Simulation.Datasets;

namespace Concord.Cli.Commands;

/// <summary><c>concord benchmark</c>.</summary>
internal static class BenchmarkCommand
{
    public static Command Make()
    {
        var scenario = new Argument<string>("scenario")
        {
            Description = string.Join(" or ", ScenarioCatalog.All.Select(s => s.Name)),
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "the folder; run again, it goes on where it stopped",
            Required = true,
        };
        var strategies = new Option<string?>("--strategies")
        {
            Description =
                $"{MethodCatalog.Paper} (default), {MethodCatalog.Everything}, or any of "
                + string.Join(", ", MethodCatalog.All.Select(m => m.Name)),
        };
        var seeds = new Option<int?>("--seeds") { Description = "trainings of each strategy (default 3)" };
        var steps = new Option<int?>("--steps") { Description = "steps of each network" };
        var recipe = new Option<string?>("--recipe")
        {
            Description = "how to train: a file, or paper (default), half, …",
        };
        var device = new Option<string?>("--device") { Description = "cpu, cuda or cuda:N" };
        var anatomy = new Option<string?>("--anatomy")
        {
            Description = $"a folder of label maps or BrainWeb models, or {AnatomyLibrary.Procedural} (default)",
        };
        var subjects = new Option<string?>("--subjects")
        {
            Description =
                "simulated subjects labelled for tissue, for lesions, and for the test: 5,60,7 (default: the paper's)",
        };
        var shift = new Option<bool>("--site-shift") { Description = "give the three datasets different scanners" };
        var manifest = new Option<string?>("--manifest")
        {
            Description = "your own training data instead of simulated",
        };
        var test = new Option<string?>("--test")
        {
            Description = "with --manifest: the test data, every class labelled",
        };
        var quick = new Option<bool>("--quick")
        {
            Description = "few small subjects, naive-ce and ace, a minute or two",
        };
        var jobs = new Option<bool>("--jobs") { Description = "list what is left to do, and do nothing" };
        var command = new Command(
            "benchmark",
            "Compares strategies: trains each with several seeds, measures it on subjects of other anatomies, and writes "
                + "tables, statistics, figures and a report.\n\n"
                + "Example: concord benchmark tissue-wmh --recipe half -o benchmark"
        )
        {
            scenario,
            output,
            strategies,
            seeds,
            steps,
            recipe,
            device,
            anatomy,
            subjects,
            shift,
            manifest,
            test,
            quick,
            jobs,
        };
        command.SetAction(
            (parsed, cancellation) =>
                MainThread.Do(() =>
                {
                    var chosen = ScenarioCatalog.Find(parsed.GetValue(scenario)!);
                    var own = parsed.GetValue(manifest);
                    if (own is null != parsed.GetValue(test) is null)
                        throw new BadInputException(
                            own is null ? "--test" : "--manifest",
                            "stands alone",
                            "give --manifest and --test, or neither"
                        );
                    // What makes subjects would be taken and do nothing.
                    Option? unused =
                        own is null ? null
                        : parsed.GetValue(subjects) is not null ? subjects
                        : parsed.GetValue(anatomy) is not null ? anatomy
                        : parsed.GetValue(shift) ? shift
                        : null;
                    if (unused is not null)
                        throw new BadInputException(
                            unused.Name,
                            "is for simulated subjects, and --manifest gives your own",
                            "leave one of them out"
                        );
                    var start = parsed.GetValue(quick)
                        ? BenchmarkSettings.Quick(chosen)
                        : new()
                        {
                            Scenario = chosen,
                            Methods = [],
                            Recipe = RecipeReader.Read("paper"),
                        };
                    var wanted = parsed.GetValue(strategies) ?? (start.Methods.Count > 0 ? null : MethodCatalog.Paper);
                    var given = parsed.GetValue(recipe) is { } named ? RecipeReader.Read(named) : start.Recipe;
                    var settings = start with
                    {
                        Methods = wanted is null ? start.Methods : MethodCatalog.Find(wanted, own is null),
                        Seeds = Within(parsed.GetValue(seeds), "--seeds", 1, 1000) ?? start.Seeds,
                        Recipe = given with
                        {
                            Steps = Within(parsed.GetValue(steps), "--steps", 1, 100_000_000) ?? given.Steps,
                            Device = parsed.GetValue(device) ?? given.Device,
                        },
                        Anatomy = parsed.GetValue(anatomy) ?? start.Anatomy,
                        Counts = Counts(parsed.GetValue(subjects)) ?? start.Counts,
                        HasSiteShift = parsed.GetValue(shift),
                        Manifest = own,
                        Test = parsed.GetValue(test),
                    };
                    var run = new BenchmarkRun(settings, new(parsed.GetValue(output)!), new ConsoleObserver());
                    return parsed.GetValue(jobs) ? List(run) : Run(run, parsed.GetValue(output)!, cancellation);
                })
        );
        return command;
    }

    private static int List(BenchmarkRun run)
    {
        var left = run.Jobs.Where(j => !j.Folder.IsDone).ToList();
        foreach (var job in left)
        {
            var state =
                File.Exists(job.Folder.Failure) ? "failed"
                : job.Steps > 0 ? $"{job.Steps} steps taken"
                : "not begun";
            Console.WriteLine($"{job.Method.Name}\t{job.Seed}\t{state}");
        }

        Console.Error.WriteLine($"{left.Count} of {run.Jobs.Count} jobs are left");
        return 0;
    }

    private static int Run(BenchmarkRun run, string output, CancellationToken cancellation)
    {
        var failed = run.Run(cancellation);
        var folder = new BenchmarkFolder(output);
        var table = DiceTable.Of(Experiments.ResultRow.Read(folder.Results));
        ResultTable.Print(
            "Dice on unseen subjects: mean (SD), n",
            ["strategy", .. table.Structures],
            table.Rows.Select(r => (IReadOnlyList<string>)[r.Strategy, .. r.Cells.Select(DiceTable.Cell)])
        );
        foreach (var job in failed)
            Console.Error.WriteLine($"failed: {job.Method.Name}, seed {job.Seed} (see {job.Folder.Failure})");
        return failed.Count == 0 ? 0 : CommandRunner.Failed;
    }

    private static (int, int, int)? Counts(string? text)
    {
        if (text is null)
            return null;
        var counts = text.Split(',')
            .Select(t => int.TryParse(t, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 999 ? n : 0)
            .ToList();
        return counts is [var tissue and > 1, var lesions and > 1, var test and > 0]
            ? (tissue, lesions, test)
            : throw new BadInputException(
                "--subjects",
                $"{text} isn't three counts, the first two above 1",
                "write them as 5,60,7"
            );
    }

    private static int? Within(int? value, string option, int low, int high) =>
        value is not { } given || given >= low && given <= high
            ? value
            : throw new BadInputException(option, $"{value} is not in {low}..{high}", "give another number");
}
