using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Experiments.Demo;
using Concord.Experiments.Reports;
using Concord.Imaging;

namespace Concord.Cli.Commands;

/// <summary><c>concord demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "the folder to make",
            DefaultValueFactory = _ => "demo-out",
        };
        var quick = new Option<bool>("--quick")
        {
            Description = "run through everything in seconds; the figures mean nothing",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "the seed of subjects and trainings",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command(
            "demo",
            "Makes two datasets that contradict each other, trains a naive network and ACE on both, and compares them on "
                + "subjects that neither has seen.\n\nExample: concord demo -o demo-out"
        )
        {
            output,
            quick,
            seed,
        };
        command.SetAction(
            (parsed, cancellation) =>
                MainThread.Do(() =>
                {
                    var settings = (parsed.GetValue(quick) ? DemoSettings.Quick : new()) with
                    {
                        Seed = parsed.GetValue(seed) is >= 0 and var given
                            ? (ulong)given
                            : throw new BadInputException("--seed", "is below 0", "give another number"),
                    };
                    Run(settings, parsed.GetValue(output)!, cancellation);
                    return 0;
                })
        );
        return command;
    }

    private static void Run(DemoSettings settings, string folder, CancellationToken cancellation)
    {
        var demo = new DemoRun(settings, folder, new ConsoleObserver());
        var table = DiceTable.Of(demo.Run(cancellation));
        ResultTable.Print(
            "Dice on unseen subjects: mean (SD), n",
            ["strategy", .. table.Structures],
            table.Rows.Select(r => (IReadOnlyList<string>)[r.Strategy, .. r.Cells.Select(DiceTable.Cell)])
        );
        var report = Path.Combine(folder, "report.html");
        var example = demo.Example;
        Console.WriteLine($"Open {report} for the pictures. Next, segment a scan with the new model:");
        Console.WriteLine();
        Console.WriteLine(
            $"  {Invocation.Command} predict --model {Invocation.Quote(demo.Model)} "
                + $"-i {Invocation.Quote($"T1={example}/T1.nii.gz")} -i {Invocation.Quote($"FLAIR={example}/FLAIR.nii.gz")} "
                + $"-o {Invocation.Quote($"{folder}/prediction")}"
        );
    }
}
