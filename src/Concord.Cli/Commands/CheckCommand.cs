using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Experiments.Checks;
using Concord.Imaging;
using Concord.Labels.Checks;
using Concord.Labels.Manifests;
using Concord.Learning.Training;

namespace Concord.Cli.Commands;

/// <summary><c>concord check</c>.</summary>
internal static class CheckCommand
{
    // There is something to look at, and nothing that makes training impossible.
    private const int Found = 3;

    public static Command Make()
    {
        var manifest = new Argument<string>("manifest") { Description = "the datasets (docs/manifest.md)" };
        var json = new Option<bool>("--json") { Description = "JSON on standard output" };
        var html = new Option<string?>("--html") { Description = "also write a page with a picture of each finding" };
        var seed = new Option<int>("--seed")
        {
            Description = "divides the subjects as a training of this seed does",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command(
            "check",
            "Reads every file of a manifest before hours are spent on it, and names what a naive training would learn "
                + "wrongly and what is suspicious. Exit code 0: nothing found, 3: something to look at, 2: unusable.\n\n"
                + "Example: concord check data.yaml --html check.html"
        )
        {
            manifest,
            json,
            html,
            seed,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                if (parsed.GetValue(seed) < 0)
                    throw new BadInputException("--seed", "is below 0", "give another number");
                var data = ManifestReader.Read(parsed.GetValue(manifest)!);
                var observer = new ConsoleObserver();
                var result = ManifestCheck.Run(
                    data,
                    (ulong)parsed.GetValue(seed),
                    new ObservedProgress(observer, "reading subjects"),
                    cancellation
                );
                if (parsed.GetValue(json))
                    JsonOutput.Print(result);
                else
                    Print(data, result);
                foreach (var line in result.Problems)
                    Console.Error.WriteLine($"error: {line}");
                // Last: what was found must not be lost where the page can't be written.
                if (parsed.GetValue(html) is { } page)
                    AtomicFile.WriteText(page, CheckPage.ToHtml(data, result));
                return Task.FromResult(
                    result.Problems.Count > 0 ? CommandRunner.BadInput
                    : result.Findings.Count > 0 ? Found
                    : 0
                );
            }
        );
        return command;
    }

    // What of a finding stands before its message.
    private static string Name(FindingKind kind) =>
        kind == FindingKind.LabelsOff ? "labels off" : kind.ToString().ToLowerInvariant();

    private static void Print(Manifest data, CheckResult result)
    {
        ResultTable.Print("Label values", CheckTables.ValueColumns, CheckTables.Values(result));
        if (result.Contradictions.Count > 0)
            ResultTable.Print(
                "Contradictions, which ace resolves and a naive strategy would learn",
                CheckTables.ContradictionColumns,
                CheckTables.Contradictions(result)
            );
        foreach (var finding in result.Findings)
        {
            var who = finding.Subject is null ? finding.Dataset : $"{finding.Dataset} '{finding.Subject}'";
            Console.WriteLine($"finding: {Name(finding.Kind)}: {who}: {finding.Message}");
        }

        foreach (var line in result.Warnings)
            Console.WriteLine($"warning: {line}");
        if (data.Datasets.Any(d => d.Protocol is null))
            Console.WriteLine("Scans can be predicted; to train, every dataset needs labels and a protocol.");
        else if (result.Problems.Count == 0)
            Console.WriteLine(
                data.Datasets.Count == 1
                    ? "The dataset can be trained on."
                    : $"The {data.Datasets.Count} datasets can be trained on."
            );
    }
}
