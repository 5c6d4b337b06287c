using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Evaluation;
using Concord.Evaluation.Metrics;
using Concord.Evaluation.Pairs;
using Concord.Evaluation.Rules;
using Concord.Imaging;
using Concord.Learning.Training;

namespace Concord.Cli.Commands;

/// <summary><c>concord evaluate</c>.</summary>
internal static class EvaluateCommand
{
    public static Command Make()
    {
        var reference = new Option<string>("--reference")
        {
            Description = "label file, folder of them, or a manifest with labels",
            Required = true,
        };
        var prediction = new Option<string>("--prediction")
        {
            Description = "label file, or a folder made by predict",
            Required = true,
        };
        var metrics = new Option<string>("--metrics")
        {
            Description = string.Join(", ", MetricCatalog.All.Select(m => m.Name)),
            DefaultValueFactory = _ => string.Join(",", MetricCatalog.Usual.Select(m => m.Name)),
        };
        var rules = new Option<string?>("--rules")
        {
            Description =
                "measure as a challenge's script: "
                + string.Join("; ", RulesCatalog.All.Select(r => $"{r.Name} ({r.Summary})")),
        };
        var output = new Option<string?>("--output", "-o") { Description = "a CSV file; standard output if left out" };
        var json = new Option<bool>("--json") { Description = "JSON on standard output" };
        var command = new Command(
            "evaluate",
            "Measures segmentations against references. With a manifest as reference, candidate sets decide what counts.\n\n"
                + "Example: concord evaluate --reference data.yaml --prediction out\n"
                + "after concord predict --model run --manifest data.yaml --subset validation -o out"
        )
        {
            reference,
            prediction,
            metrics,
            rules,
            output,
            json,
        };
        command.SetAction(parsed =>
        {
            var wanted = parsed
                .GetValue(metrics)!
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => MetricCatalog.Find(name, "--metrics"))
                .ToList();
            if (wanted.Count == 0)
                throw new BadInputException(
                    "--metrics",
                    "names no metric",
                    $"known: {string.Join(", ", MetricCatalog.All.Select(m => m.Name))}"
                );
            var challenge = parsed.GetValue(rules) is { } named ? RulesCatalog.Find(named, "--rules") : null;
            if (challenge is not null && parsed.GetResult(metrics) is { Implicit: false })
                throw new BadInputException("--rules", "brings metrics of its own", "leave --metrics out");
            var (warnings, scores, faults) = (new List<string>(), new List<Score>(), 0);
            var observer = new ConsoleObserver();
            var truth = parsed.GetValue(reference)!;
            var looking = new ObservedProgress(observer, "looking at labels");
            var pairs = ReferencePairs.Find(truth, parsed.GetValue(prediction)!, warnings.Add, challenge, looking);
            var measuring = new ObservedProgress(observer, $"measuring {pairs.Count} subjects");
            for (var i = 0; i < pairs.Count; i++)
            {
                if (Read(pairs[i]) is { } p)
                    scores.AddRange(
                        challenge?.Measure(p.Subject, p.Reference, p.Prediction)
                            ?? SegmentationScores.Of(p.Subject, p.Reference, p.Prediction, wanted)
                    );
                measuring.Report((double)(i + 1) / pairs.Count);
            }

            foreach (var warning in warnings.Distinct())
                Console.Error.WriteLine($"warning: {warning}");
            if (scores.Count == 0 && faults == 0)
                throw new BadInputException(truth, "labels nothing that is to be measured", "give labels of it");
            if (scores.Count > 0)
                Report(scores, parsed.GetValue(output), parsed.GetValue(json));
            if (faults > 0)
                throw new BadInputException(
                    truth,
                    $"{faults} of {pairs.Count} subjects could not be measured",
                    "mend them and run it again"
                );

            // One that can't be read must not cost the scores of hundreds.
            ReferencePair? Read(UnreadPair pair)
            {
                try
                {
                    return pair.Read();
                }
                catch (BadInputException e) when (pairs.Count > 1)
                {
                    observer.Note($"error: {e.Message.ReplaceLineEndings(" ")}");
                    faults++;
                    return null;
                }
            }
        });
        return command;
    }

    private static void Report(List<Score> scores, string? path, bool json)
    {
        var csv = ScoreTable.ToCsv(scores);
        if (path is not null)
            AtomicFile.WriteText(path, csv);
        var summary = ScoreSummary.Of(scores);
        if (json)
        {
            JsonOutput.Print(new { scores, summary });
        }
        else if (path is null)
        {
            Console.Write(csv);
        }

        if (path is not null && !json)
            ResultTable.Print(
                "Mean over subjects where it is defined",
                ["structure", "metric", "n", "undefined", "mean", "SD"],
                summary.Select(s =>
                    (IReadOnlyList<string>)
                        [
                            s.Structure,
                            s.Metric,
                            $"{s.Count}",
                            $"{s.Undefined}",
                            $"{s.Mean:0.####}",
                            $"{s.Deviation:0.####}",
                        ]
                )
            );
    }
}
