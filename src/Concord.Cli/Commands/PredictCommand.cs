using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
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
                        var folder = parsed.GetValue(model)!;
                        var scans = parsed.GetValue(manifest) is { } path
                            ? PredictionInput.FromManifest(path, parsed.GetValue(subset)!, folder)
                            :
                            [
                                PredictionInput.FromFiles(
                                    parsed.GetValue(input) ?? [],
                                    parsed.GetValue(mask),
                                    loaded.Description
                                ),
                            ];
                        Run(loaded, scans, parsed.GetValue(output)!, parsed.GetValue(probabilities), cancellation);
                        return 0;
                    },
                    CancellationToken.None
                )
        );
        return command;
    }

    private static void Run(
        SegmentationModel model,
        IReadOnlyList<PredictionInput.Scan> scans,
        string folder,
        bool probabilities,
        CancellationToken cancellation
    )
    {
        var rows = new List<string>();
        var observer = new ConsoleObserver();
        foreach (var scan in scans)
        {
            var (dataset, subject, name) = scan;
            RequireSequences(scan, model.Description);
            var data = SubjectReader.Read(dataset, subject, model.Description.Sequences);
            foreach (var warning in data.Warnings)
                observer.Note($"warning: {warning}");
            if (model.Description.IsMasked && data.Mask is null)
                observer.Note("warning: the model was trained on masked brains, and no mask is given (use --mask)");
            // The results lie on the grid of the image that was named first.
            var first = ImageFile.Open(subject.Images.First(i => model.Description.Sequences.Contains(i.Key)).Value);
            ProbabilitySink? sink = probabilities
                ? (c, map) =>
                    NiftiWriter.Write(
                        Path.Combine(folder, $"{name}_label-{model.Space.Classes[c]}_probseg.nii.gz"),
                        new Volume<float>(first.Geometry, map.Voxels),
                        first
                    )
                : null;
            var labels = model.Segment(data, sink, new ObservedProgress(observer, name), cancellation);
            var path = SegmentationWriter.WriteLabels(folder, name, labels, model.Space, first);
            SegmentationWriter.WritePicture(folder, name, data.Images[0], labels, model.Space);
            rows.Add(SegmentationWriter.VolumeRows(name, labels, model.Space));
            Console.WriteLine(path);
        }

        SegmentationWriter.WriteTable(folder, model.Space);
        SegmentationWriter.WriteVolumes(folder, rows);
    }

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
