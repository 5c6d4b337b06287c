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
        var resume = new Option<bool>("--resume")
        {
            Description = "keep results that are whole, of this model and of the same scans; make the others",
        };
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
            resume,
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
                    // Before the weights are read: a training may replace them meanwhile.
                    var hash = SegmentationRecord.HashOf(folder);
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
                    var hasMaps = parsed.GetValue(probabilities);
                    SegmentationRecord Record(PredictionInput.Scan scan) =>
                        SegmentationRecord.Of(
                            loaded,
                            (folder, hash),
                            scan.Dataset,
                            scan.Subject,
                            NamedFirst(scan, loaded),
                            hasMaps
                        );
                    var observer = new ConsoleObserver();
                    var left = new List<PredictionInput.Scan>();
                    var (kept, faults) = (0, 0);
                    foreach (var scan in scans)
                    {
                        RequireSequences(scan, loaded.Description);
                        try
                        {
                            if (parsed.GetValue(resume) && results.Holds(scan.Name, () => Record(scan)))
                            {
                                kept++;
                                continue;
                            }
                        }
                        catch (BadInputException e) when (scans.Count > 1)
                        {
                            // A scan that was there once, and can't be read now.
                            observer.Note(Line(e));
                            faults++;
                            continue;
                        }

                        if (!parsed.GetValue(overwrite))
                            results.RequireNew(scan.Name, parsed.GetValue(resume));
                        left.Add(scan);
                    }

                    if (kept > 0)
                        observer.Note($"{kept} of {scans.Count} are there already");
                    faults += Run(loaded, left, scans.Count > 1, results, Record, hasMaps, observer, cancellation);
                    return faults == 0
                        ? 0
                        : throw new BadInputException(
                            path!,
                            $"{faults} of {scans.Count} scans could not be segmented",
                            "mend them, and run it again with --resume"
                        );
                })
        );
        return command;
    }

    // How many could not be read: nobody watches hundreds of scans, so one of them must not cost the others.
    private static int Run(
        SegmentationModel model,
        IReadOnlyList<PredictionInput.Scan> scans,
        bool areMany,
        SegmentationFolder results,
        Func<PredictionInput.Scan, SegmentationRecord> record,
        bool hasMaps,
        ConsoleObserver observer,
        CancellationToken cancellation
    )
    {
        var how =
            $"{model.Description.Strategy}: {model.Precision.ToString().ToLowerInvariant()}, {Libtorch.Threads} threads";
        var (begun, faults) = (false, 0);
        for (var i = 0; i < scans.Count; i++)
        {
            var scan = scans[i];
            var name = scan.Name;
            var (isWriting, isBegun) = (false, false);
            try
            {
                var data = Read(scan, model, observer);
                // Once, and not before something can be segmented.
                if (!begun)
                    observer.Note(how);
                begun = true;
                if (model.Description.Preparation.IsMasked && data.Mask is null)
                    observer.Note("warning: the model was trained on masked brains, and no mask is given (use --mask)");
                var first = ImageFile.Open(scan.Subject.Images[NamedFirst(scan, model)[0]]);
                var made = record(scan);
                ProbabilitySink? sink = hasMaps ? WriteMap : null;
                var what = scans.Count == 1 ? name : $"{name}, {i + 1} of {scans.Count}";
                var progress = new PartOfProgress(new ObservedProgress(observer, what), i, scans.Count);
                var labels = model.Segment(data.Take(model.Description.Sequences), sink, progress, cancellation);
                Begin();
                // What the integers mean stands before the first file that holds them, and whole is what has labels.
                results.WriteTable();
                results.WritePicture(name, data.Images[0], labels);
                results.WriteVolumes(name, labels);
                results.WriteRecord(name, made);
                observer.Print(results.WriteLabels(name, labels, first));

                // Nothing of the new result may stand beside labels of an older one.
                void Begin()
                {
                    isWriting = true;
                    if (!isBegun)
                        results.Discard(name);
                    isBegun = true;
                }

                void WriteMap(int c, Volume<float> map)
                {
                    Begin();
                    results.WriteProbabilities(name, c, map, first);
                    isWriting = false;
                }
            }
            catch (BadInputException e) when (areMany && !isWriting)
            {
                observer.Note(Line(e));
                faults++;
            }
        }

        return faults;
    }

    private static SubjectData Read(PredictionInput.Scan scan, SegmentationModel model, ConsoleObserver observer)
    {
        var data = SubjectReader.Read(
            scan.Dataset,
            scan.Subject,
            Order(scan, model),
            model.Description.Preparation.Registration
        );
        foreach (var warning in data.Warnings)
            observer.Note($"warning: {warning}");
        return data;
    }

    private static string Line(BadInputException e) => $"error: {e.Message.ReplaceLineEndings(" ")}";

    // The sequences of the model, from the one whose image was named first on: with its header results are written.
    private static IReadOnlyList<string> NamedFirst(PredictionInput.Scan scan, SegmentationModel model)
    {
        var sequences = model.Description.Sequences;
        var first = scan.Subject.Images.Keys.First(sequences.Contains);
        return [first, .. sequences.Where(s => s != first)];
    }

    // The results lie on the grid of the image that was named first: the others are brought to it.
    private static IReadOnlyList<string> Order(PredictionInput.Scan scan, SegmentationModel model)
    {
        var (named, own) = (NamedFirst(scan, model), model.Description.Sequences);
        return IsElsewhere(scan.Subject.Images[named[0]], scan.Subject.Images[own[0]]) ? named : own;
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
