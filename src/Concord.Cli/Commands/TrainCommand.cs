using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Experiments.Reports;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Recipes;
using Concord.Learning.Strategies;
using Concord.Learning.Training;

namespace Concord.Cli.Commands;

/// <summary><c>concord train</c>.</summary>
internal static class TrainCommand
{
    public static Command Make()
    {
        var manifest = new Argument<string>("manifest") { Description = "the datasets (docs/manifest.md)" };
        var output = new Option<string>("--output", "-o") { Description = "the run folder to make", Required = true };
        var recipe = new Option<string?>("--recipe")
        {
            Description = $"how to train: a file, or one of {string.Join(", ", RecipeReader.BuiltIn)}",
        };
        var strategies = string.Join(", ", StrategyCatalog.All.Select(s => s.Name));
        var strategy = new Option<string?>("--strategy") { Description = strategies };
        var steps = new Option<int?>("--steps") { Description = "steps in all" };
        var seed = new Option<int?>("--seed") { Description = "what everything random derives from" };
        var device = new Option<string?>("--device") { Description = "cpu, cuda or cuda:N" };
        var precision = new Option<string?>("--precision") { Description = "auto, float32 or bfloat16" };
        var cache = new Option<string?>("--cache")
        {
            Description = "a folder that keeps prepared subjects for other trainings, or auto",
        };
        var checkpoint = new Option<double?>("--checkpoint-seconds") { Description = "seconds between checkpoints" };
        var resume = new Option<bool>("--resume") { Description = "go on from the last checkpoint" };
        var command = new Command(
            "train",
            "Trains one network on all datasets of a manifest.\n\nExample: concord train data.yaml -o run --steps 4000"
        )
        {
            manifest,
            output,
            recipe,
            strategy,
            steps,
            seed,
            device,
            precision,
            cache,
            checkpoint,
            resume,
        };
        command.SetAction(
            (parsed, cancellation) =>
                MainThread.Do(() =>
                {
                    var folder = parsed.GetValue(output)!;
                    var isResumed = parsed.GetValue(resume);
                    var start = StartingRecipe(parsed.GetValue(recipe), folder, isResumed);
                    var changed = start with
                    {
                        Strategy = StrategyCatalog.Find(parsed.GetValue(strategy) ?? start.Strategy, "--strategy").Name,
                        Steps = Within(parsed.GetValue(steps), "--steps", 1, 100_000_000) ?? start.Steps,
                        Seed = (ulong?)Within(parsed.GetValue(seed), "--seed", 0, int.MaxValue) ?? start.Seed,
                        Device = parsed.GetValue(device) ?? start.Device,
                        Precision = parsed.GetValue(precision) ?? start.Precision,
                        Cache = parsed.GetValue(cache) is { } kept
                            ? RecipeReader.CacheFolder(kept, "--cache")
                            : start.Cache,
                        CheckpointSeconds =
                            Within(parsed.GetValue(checkpoint), "--checkpoint-seconds", 0, 1e6)
                            ?? start.CheckpointSeconds,
                    };
                    var data = ManifestReader.Read(parsed.GetValue(manifest)!);
                    Trainer.Run(data, changed, folder, isResumed, new ConsoleObserver(), cancellation: cancellation);
                    var run = new RunFolder(folder);
                    var networks = run.Networks();
                    var curves = networks.Select(n =>
                        LossCurve.Read(networks.Count == 1 ? changed.Strategy : n.Name, n.Run.Log)
                    );
                    LossChart.Write(run.LossChart, [.. curves]);
                    Console.WriteLine($"trained: {folder}");
                    return 0;
                })
        );
        return command;
    }

    private static Recipe StartingRecipe(string? named, string folder, bool isResumed)
    {
        var own = new RunFolder(folder).Recipe;
        if (!isResumed)
            return RecipeReader.Read(named ?? "default");
        if (named is not null)
            throw new BadInputException("--recipe", "a resumed run has its own recipe", "leave it out");
        if (!File.Exists(own))
            throw new BadInputException(folder, "holds no run to resume", "leave --resume out to start");
        return RecipeReader.Read(own);
    }

    private static T? Within<T>(T? value, string option, T low, T high)
        where T : struct, IComparable<T> =>
        value is not { } given || given.CompareTo(low) >= 0 && given.CompareTo(high) <= 0
            ? value
            : throw new BadInputException(option, $"{value} is not in {low}..{high}", "give another number");
}
