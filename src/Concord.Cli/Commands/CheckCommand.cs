using System.CommandLine;
using System.Globalization;
using Concord.Cli.Terminal;
using Concord.Labels.Checks;
using Concord.Labels.Manifests;

namespace Concord.Cli.Commands;

/// <summary><c>concord check</c>.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var manifest = new Argument<string>("manifest") { Description = "the datasets (docs/manifest.md)" };
        var json = new Option<bool>("--json") { Description = "JSON on standard output" };
        var command = new Command(
            "check",
            "Reads every file of a manifest before hours are spent on it, and names what a naive training would learn "
                + "wrongly.\n\nExample: concord check data.yaml"
        )
        {
            manifest,
            json,
        };
        command.SetAction(parsed =>
        {
            var data = ManifestReader.Read(parsed.GetValue(manifest)!);
            var result = ManifestCheck.Run(data);
            if (parsed.GetValue(json))
                JsonOutput.Print(result);
            else
                Print(data, result);
            foreach (var line in result.Problems)
                Console.Error.WriteLine($"error: {line}");
            return result.Problems.Count == 0 ? 0 : CommandRunner.BadInput;
        });
        return command;
    }

    private static void Print(Manifest data, CheckResult result)
    {
        ResultTable.Print(
            "Label values",
            ["dataset", "value", "may be", "voxels", "subjects"],
            result.Values.Select(v =>
                (IReadOnlyList<string>)[v.Dataset, $"{v.Value}", v.Meaning, $"{v.Voxels}", $"{v.Subjects}"]
            )
        );
        if (result.Contradictions.Count > 0)
            PrintContradictions(result.Contradictions);
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

    private static void PrintContradictions(IReadOnlyList<Contradiction> contradictions)
    {
        ResultTable.Print(
            "Contradictions, which ace resolves and a naive strategy would learn",
            [
                "dataset",
                "value",
                "learnt as",
                "though it may be",
                "which is labelled by",
                "wrong voxels",
                "of all its voxels",
            ],
            contradictions.Select(c =>
                (IReadOnlyList<string>)
                    [
                        c.Dataset,
                        $"{c.Value}",
                        c.LearntAs,
                        string.Join(", ", c.MayBe),
                        string.Join(", ", c.LabelledBy),
                        $"about {c.WrongVoxels}",
                        c.Share.ToString("0.0 %", CultureInfo.InvariantCulture),
                    ]
            )
        );
    }
}
