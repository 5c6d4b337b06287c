using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Runtime;

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
        var probabilities = new Option<bool>("--probabilities")
        {
            Description = "also write a probability map of each class",
        };
        var device = new Option<string>("--device")
        {
            Description = "cpu, cuda or cuda:N",
            DefaultValueFactory = _ => "cpu",
        };
        var threads = new Option<int>("--threads") { Description = "0 for all cores" };
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
            probabilities,
            device,
            threads,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                    {
                        Libtorch.Initialize(parsed.GetValue(threads));
                        using var loaded = SegmentationModel.Load(parsed.GetValue(model)!, parsed.GetValue(device)!);
                        var scans = parsed.GetValue(manifest) is { } path
                            ? FromManifest(path, parsed.GetValue(subset)!)
                            : [FromFiles(parsed.GetValue(input) ?? [], parsed.GetValue(mask), loaded.Description)];
                        Run(loaded, [.. scans], parsed.GetValue(output)!, parsed.GetValue(probabilities), cancellation);
                        return 0;
                    },
                    CancellationToken.None
                )
        );
        return command;
    }

    private static void Run(
        SegmentationModel model,
        IReadOnlyList<(DatasetDefinition Dataset, Subject Subject)> scans,
        string folder,
        bool probabilities,
        CancellationToken cancellation
    )
    {
        var rows = new List<string>();
        var observer = new ConsoleObserver();
        foreach (var (dataset, subject) in scans)
        {
            RequireSequences(subject, model.Description);
            var data = SubjectReader.Read(dataset, subject, model.Description.Sequences);
            foreach (var warning in data.Warnings)
                observer.Note($"warning: {warning}");
            if (model.Description.IsMasked && data.Mask is null)
                observer.Note("warning: the model was trained on masked brains, and no mask is given (use --mask)");
            var name = subject.Id;
            var scan = ImageFile.Open(subject.Images[model.Description.Sequences[0]]);
            ProbabilitySink? sink = probabilities
                ? (c, map) =>
                    NiftiWriter.Write(
                        Path.Combine(folder, $"{name}_label-{model.Space.Classes[c]}_probseg.nii.gz"),
                        map,
                        scan
                    )
                : null;
            var labels = model.Segment(data, sink, cancellation: cancellation);
            var path = SegmentationWriter.WriteLabels(folder, name, labels, model.Space, scan);
            SegmentationWriter.WritePicture(folder, name, data.Images[0], labels, model.Space);
            rows.Add(SegmentationWriter.VolumeRows(name, labels, model.Space));
            Console.WriteLine(path);
        }

        SegmentationWriter.WriteTable(folder, model.Space);
        SegmentationWriter.WriteVolumes(folder, rows);
    }

    private static IEnumerable<(DatasetDefinition, Subject)> FromManifest(string path, string subset)
    {
        var manifest = ManifestReader.Read(path);
        var isAll = subset == "all";
        if (!Enum.TryParse<Subset>(subset, ignoreCase: true, out var wanted) && !isAll)
            throw new BadInputException("--subset", $"unknown '{subset}'", "use all, training, validation or test");
        foreach (var dataset in manifest.Datasets)
        {
            var subjects = SubjectMatcher.Find(dataset);
            var subsets = dataset.Split.Divide(dataset, subjects, seed: 1);
            // Labels play no part, unless they are the mask.
            var unlabelled =
                dataset.Mask.Kind == MaskKind.Labels ? dataset : dataset with { Labels = null, Protocol = null };
            foreach (var subject in subjects.Where(s => isAll || subsets[s.Id] == wanted))
                yield return (
                    unlabelled,
                    dataset.Mask.Kind == MaskKind.Labels ? subject : subject with { Labels = null }
                );
        }
    }

    private static (DatasetDefinition, Subject) FromFiles(string[] inputs, string? mask, ModelDescription model)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in inputs)
        {
            var at = pair.IndexOf('=');
            if (at < 1 || at == pair.Length - 1)
                throw new BadInputException("-i", $"'{pair}' is not sequence=file", "write -i T1=scan.nii.gz");
            if (!images.TryAdd(pair[..at], pair[(at + 1)..]))
                throw new BadInputException("-i", $"{pair[..at]} is given twice", "give each sequence once");
        }

        if (images.Count == 0)
            throw new BadInputException(
                "-i",
                "no images",
                $"give {string.Join(" ", model.Sequences.Select(s => $"-i {s}=FILE"))}"
            );
        var first = images.Values.First();
        var rule = mask switch
        {
            null => MaskRule.None,
            "nonzero" => new(MaskKind.NonZero),
            _ => new MaskRule(MaskKind.Files),
        };
        var dataset = new DatasetDefinition
        {
            Name = "input",
            Root = ".",
            Sequences = [],
            Source = "-i",
            Mask = rule,
        };
        return (
            dataset,
            new Subject("input", ImageFile.Stem(first), images, null, rule.Kind == MaskKind.Files ? mask : null)
        );
    }

    private static void RequireSequences(Subject subject, ModelDescription model)
    {
        var unknown = subject.Images.Keys.FirstOrDefault(s => !model.Sequences.Contains(s));
        var needs = $"the model takes {string.Join(" and ", model.Sequences)}";
        // A manifest may well hold more sequences than the model takes.
        if (unknown is not null && subject.Dataset == "input")
            throw new BadInputException("-i", $"the model doesn't know the sequence {unknown}", needs);
        var missing = model.Sequences.FirstOrDefault(s => !subject.Images.ContainsKey(s));
        if (missing is not null)
            throw new BadInputException(subject.Id, $"the sequence {missing} is missing", needs);
    }
}
