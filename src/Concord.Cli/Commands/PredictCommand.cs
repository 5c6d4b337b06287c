using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Learning.Inference;
using Concord.Learning.Recipes;
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
                    var run = new PredictionRun(loaded, (folder, hash), results, parsed.GetValue(probabilities));
                    var faults = run.Do(scans, parsed.GetValue(resume), parsed.GetValue(overwrite), cancellation);
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
}
