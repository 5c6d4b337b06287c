using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Inference;
using Concord.Learning.Recipes;
using TorchSharp;

namespace Concord.Learning.Training;

/// <summary>The readable files of a run folder.</summary>
internal static class RunRecords
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Everything that stands before the first step.</summary>
    public static ModelDescription Begin(RunFolder run, Manifest manifest, Recipe recipe, TrainingData data)
    {
        ManifestWriter.Write(manifest, run.Manifest, relative: false);
        AtomicFile.WriteText(run.Recipe, RecipeWriter.ToYaml(recipe));
        RunSplit.Write(run, data.Split);
        var model = new ModelDescription
        {
            Classes = manifest.Space.Classes,
            Sequences = data.Sequences,
            Spacing = [data.Spacing.X, data.Spacing.Y, data.Spacing.Z],
            IsMasked = manifest.Datasets.Any(d => d.Mask.Kind != MaskKind.None),
            Network = recipe.Network,
            Strategy = recipe.Strategy,
            Precision = recipe.Precision,
            Tile = recipe.Tile,
            Overlap = recipe.Overlap,
        };
        model.Write(run.Model);
        var environment = new
        {
            concord = typeof(RunRecords).Assembly.GetName().Version?.ToString(3),
            torchsharp = typeof(torch).Assembly.GetName().Version?.ToString(3),
            libtorch = torch.__version__,
            dotnet = RuntimeInformation.FrameworkDescription,
            system = RuntimeInformation.OSDescription,
            architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            cores = System.Environment.ProcessorCount,
            threads = torch.get_num_threads(),
            recipe.Device,
            recipe.Precision,
            recipe.Seed,
        };
        AtomicFile.WriteText(run.Environment, JsonSerializer.Serialize(environment, Indented) + "\n");
        return model;
    }

    /// <summary>Opens the log for appending, without the lines after a step: a resumed run takes those steps again.</summary>
    public static StreamWriter OpenLog(RunFolder run, long step)
    {
        if (File.Exists(run.Log))
        {
            var kept = File.ReadLines(run.Log).Where(line => StepOf(line) <= step).ToList();
            AtomicFile.WriteText(run.Log, string.Concat(kept.Select(line => line + "\n")));
        }

        return new StreamWriter(run.Log, append: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>One step's line.</summary>
    public static string LogLine(long step, double loss, double rate, double seconds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"step":{{step}},"loss":{{loss:R}},"learning_rate":{{rate:R}},"seconds":{{seconds:0.000}}}"""
        );

    // A line that a killed run left unfinished counts as after any step.
    private static long StepOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("step").GetInt64();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return long.MaxValue;
        }
    }
}
