using System.CommandLine;
using System.CommandLine.Parsing;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Simulation;
using Concord.Simulation.Datasets;

namespace Concord.Cli.Commands.Simulate;

/// <summary><c>concord simulate</c>.</summary>
internal static class SimulateCommand
{
    public static Command Make()
    {
        var command = new Command(
            "simulate",
            "Makes subjects with exact truth: images, labels and a manifest that the other commands read. Run again, it goes "
                + "on with the subjects that are missing.\n\n"
                + "Example: concord simulate lesions -n 20 --sequences T1,FLAIR --site A --seed 7 -o simulated"
        );
        command.Add(Of(SubjectKind.Brain, "Healthy brains."));
        command.Add(
            Of(SubjectKind.Lesions, "Brains with white matter lesions: caps, bands, punctate and confluent ones.")
        );
        command.Add(Of(SubjectKind.Tumor, "Brains with a tumour that displaces and infiltrates them, and its oedema."));
        return command;
    }

    private static Command Of(SubjectKind kind, string description)
    {
        var options = new SimulateOptions(kind);
        var name = kind.ToString().ToLowerInvariant();
        var command = new Command(
            name,
            $"{description}\n\nExample: concord simulate {name} --anatomy procedural -n 20 --seed 7 -o simulated"
        );
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction(
            (parsed, cancellation) =>
                MainThread.Do(() =>
                {
                    Run(options, parsed, cancellation);
                    return 0;
                })
        );
        return command;
    }

    private static void Run(SimulateOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        var settings = options.Settings(parsed);
        var folder = parsed.GetValue(options.Output)!;
        var observer = new ConsoleObserver();
        var library = options.Library(parsed, settings);
        var workers = Workers(options, parsed, settings, library, observer);
        var threads = Math.Max(1, Environment.ProcessorCount / workers);
        var progress = new SubjectProgress(observer, settings.Count);
        var set = settings with { Subject = settings.Subject with { Threads = threads } };
        DatasetSimulator.Run(
            set,
            library,
            folder,
            workers,
            progress,
            warning => observer.Note($"warning: {warning}"),
            cancellation
        );
        var manifest = Path.Combine(folder, DatasetSimulator.ManifestName);
        Console.WriteLine(manifest);
        Console.Error.WriteLine($"Next: {Invocation.Command} check {Invocation.Quote(manifest)}");
    }

    private static int Workers(
        SimulateOptions options,
        ParseResult parsed,
        DatasetSettings settings,
        AnatomyLibrary library,
        ConsoleObserver observer
    )
    {
        var asked = Math.Min(parsed.GetValue(options.Workers), settings.Count);
        var each = MemoryEstimate.OfSubject(settings.Subject, library);
        var free = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var fit = (int)Math.Clamp(0.8 * free / each, 1, asked);
        if (fit < asked)
            observer.Note(
                $"warning: a worker takes about {each / 1e9:0.0} GB of {free / 1e9:0.0} GB: {fit} at a time, not {asked}"
            );
        else
            observer.Note(
                $"{settings.Count} subject{(settings.Count == 1 ? "" : "s")}, {asked} at a time, about {asked * each / 1e9:0.0} GB"
            );
        return fit;
    }
}
