using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Recipes;
using Concord.Learning.Runtime;
using Concord.Learning.Training;

namespace Concord.Cli.Commands;

/// <summary><c>concord predict</c>.</summary>
internal static class PredictCommand
{
    public static Command Make()
    {
        var model = new Option<string>("--model") { Description = "a run folder made by train", Required = true };
        var input = new Option<string[]>("--input", "-i")
        {
            Description = "sequence=file, once for each sequence of the model",
        };
        var manifest = new Option<string?>("--manifest") { Description = "instead of -i: every subject of a manifest" };
        var subset = new Option<string>("--subset")
        {
            Description = "of a manifest: all, training, validation or test",
            DefaultValueFactory = _ => "all",
        };
        var mask = new Option<string?>("--mask")
        {
            Description = "the brain: a file, or nonzero for skull-stripped scans",
        };
        var output = new Option<string>("--output", "-o") { Description = "the folder to write to", Required = true };
        var name = new Option<string?>("--name")
        {
            Description = "with -i: what the results are called; the first image's name if left out",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "replace results of an earlier prediction" };
        var probabilities = new Option<bool>("--probabilities")
        {
            Description = "also write a probability map of each class",
        };
        var device = new Option<string>("--device")
        {
            Description = "cpu, cuda or cuda:N",
            DefaultValueFactory = _ => "cpu",
        };
        var precision = new Option<string?>("--precision")
        {
            Description = "auto, float32 or bfloat16; the model's own if left out, where the processor multiplies it",
        };
        var threads = new Option<int>("--threads") { Description = "cores to use, 0 for all" };
        var command = new Command(
            "predict",
            "Segments scans: labels on the first image's own grid, volumes, and a picture to check.\n\n"
                + "Example: concord predict --model run -i T1=t1.nii.gz -i FLAIR=flair.nii.gz -o out"
        )
        {
            model,
            input,
            manifest,
            subset,
            mask,
            output,
            name,
            overwrite,
            probabilities,
            device,
            precision,
            threads,
        };
        command.SetAction(
            (parsed, cancellation) =>
                MainThread.Do(() =>
                {
                    if (parsed.GetValue(threads) is < 0 or > Recipe.MostThreads)
                        throw new BadInputException(
                            "--threads",
                            $"{parsed.GetValue(threads)} is not in 0..{Recipe.MostThreads}",
                            "give 0 for all cores"
                        );
                    Libtorch.Initialize(parsed.GetValue(threads));
                    var folder = parsed.GetValue(model)!;
                    using var loaded = SegmentationModel.Load(
                        folder,
                        parsed.GetValue(device)!,
                        parsed.GetValue(precision)
                    );
                    var inputs = parsed.GetValue(input) ?? [];
                    var path = parsed.GetValue(manifest);
                    if (
                        path is not null
                        && (inputs.Length > 0 || (parsed.GetValue(mask) ?? parsed.GetValue(name)) is not null)
                    )
                        throw new BadInputException(
                            "--manifest",
                            "says what the scans are; -i, --mask and --name are for single scans",
                            "give one or the other"
                        );
                    if (path is null && parsed.GetResult(subset) is { Implicit: false })
                        throw new BadInputException("--subset", "is of a manifest", "leave it out, or give --manifest");
                    var scans = path is not null
                        ? PredictionInput.FromManifest(path, parsed.GetValue(subset)!, folder)
                        :
                        [
                            PredictionInput.FromFiles(
                                inputs,
                                parsed.GetValue(mask),
                                parsed.GetValue(name),
                                loaded.Description
                            ),
                        ];
                    var results = new SegmentationFolder(parsed.GetValue(output)!, loaded.Space);
                    foreach (var scan in scans)
                    {
                        RequireSequences(scan, loaded.Description);
                        if (!parsed.GetValue(overwrite))
                            results.RequireNew(scan.Name);
                    }

                    Run(loaded, scans, results, parsed.GetValue(probabilities), cancellation);
                    return 0;
                })
        );
        return command;
    }

    private static void Run(
        SegmentationModel model,
        IReadOnlyList<PredictionInput.Scan> scans,
        SegmentationFolder results,
        bool probabilities,
        CancellationToken cancellation
    )
    {
        var observer = new ConsoleObserver();
        var how =
            $"{model.Description.Strategy}: {model.Precision.ToString().ToLowerInvariant()}, {Libtorch.Threads} threads";
        foreach (var (dataset, subject, name) in scans)
        {
            // The results lie on the grid of the image that was named first: the others are brought to it.
            var sequences = model.Description.Sequences;
            var (key, file) = subject.Images.First(i => sequences.Contains(i.Key));
            var data = SubjectReader.Read(
                dataset,
                subject,
                IsElsewhere(file, subject.Images[sequences[0]]) ? [key, .. sequences.Where(s => s != key)] : sequences,
                model.Description.Preparation.Registration
            );
            foreach (var warning in data.Warnings)
                observer.Note($"warning: {warning}");
            // Once, and not before something can be segmented.
            if (scans[0].Name == name)
                observer.Note(how);
            if (model.Description.Preparation.IsMasked && data.Mask is null)
                observer.Note("warning: the model was trained on masked brains, and no mask is given (use --mask)");
            var first = ImageFile.Open(file);
            ProbabilitySink? sink = probabilities ? (c, map) => results.WriteProbabilities(name, c, map, first) : null;
            var labels = model.Segment(data.Take(sequences), sink, new ObservedProgress(observer, name), cancellation);
            // What the integers mean stands before the first file that holds them.
            results.WriteTable();
            results.WritePicture(name, data.Images[0], labels);
            var path = results.WriteLabels(name, labels, first);
            results.WriteVolumes(name, labels);
            Console.WriteLine(path);
        }
    }

    private static bool IsElsewhere(string file, string other) =>
        !SubjectReader.IsSameGrid(ImageFile.ReadGeometry(file), ImageFile.ReadGeometry(other));

    private static void RequireSequences(PredictionInput.Scan scan, ModelDescription model)
    {
        var missing = model.Sequences.FirstOrDefault(s => !scan.Subject.Images.ContainsKey(s));
        if (missing is not null)
            throw new BadInputException(
                scan.Name,
                $"the sequence {missing} is missing",
                $"the model takes {string.Join(" and ", model.Sequences)}"
            );
    }
}
