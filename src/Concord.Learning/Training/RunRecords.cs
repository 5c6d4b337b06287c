using System.Runtime.InteropServices;
using System.Text.Json;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Heads;
using Concord.Learning.Inference;
using Concord.Learning.Recipes;
using Concord.Learning.Strategies;
using TorchSharp;

namespace Concord.Learning.Training;

/// <summary>The readable files of a run folder.</summary>
internal static class RunRecords
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Everything that stands before the first step.</summary>
    public static ModelDescription Begin(
        RunFolder run,
        Manifest manifest,
        Recipe recipe,
        TrainingData data,
        HeadLayout layout
    )
    {
        foreach (var stale in Directory.Exists(run.Path) ? Directory.EnumerateFiles(run.Path, ".*.tmp") : [])
            File.Delete(stale);
        // The recipe is what makes a folder a run that can be resumed: it comes first.
        AtomicFile.WriteText(run.Recipe, RecipeWriter.ToYaml(recipe));
        ManifestWriter.Write(manifest, run.Manifest, relative: false);
        RunSplit.Write(run, data.Split);
        var model = new ModelDescription
        {
            Classes = manifest.Space.Classes,
            Sequences = data.Sequences,
            Preparation = data.Preparation,
            Network = recipe.Network,
            Heads = HeadDescription.Of(layout),
            HasDecoders = StrategyCatalog.Find(recipe.Strategy).HasDecoderPerDataset,
            Strategy = recipe.Strategy,
            Precision = recipe.Precision,
            Tile = recipe.Tile,
            Overlap = recipe.Overlap,
        };
        model.Write(run.Model);
        WriteEnvironment(run, recipe);
        return model;
    }

    /// <summary>Writes what a run is made with.</summary>
    public static void WriteEnvironment(RunFolder run, Recipe recipe)
    {
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
            device = recipe.Device,
            precision = recipe.Precision,
            seed = recipe.Seed,
        };
        AtomicFile.WriteText(run.Environment, JsonSerializer.Serialize(environment, Indented) + "\n");
    }

    /// <summary>
    /// Refuses to go on with other data or another recipe: network, moments and random streams belong to those of the
    /// start. The steps may be more, and checkpoints may come at other times.
    /// </summary>
    /// <exception cref="BadInputException">The run was begun otherwise.</exception>
    public static void RequireSame(RunFolder run, Manifest manifest, Recipe recipe, TrainingData data)
    {
        RequireSame(run, manifest, recipe);
        if (File.Exists(run.Split) && File.ReadAllText(run.Split) != RunSplit.ToTable(data.Split))
            throw new BadInputException(
                run.Path,
                "was begun with other subjects",
                $"the files must be those of {run.Split}; leave --resume out to start anew"
            );
    }

    /// <summary>The same, before anything of the data is read.</summary>
    public static void RequireSame(RunFolder run, Manifest manifest, Recipe recipe)
    {
        var own = RecipeReader.Read(run.Recipe).WithMeansOf(recipe) with { Steps = recipe.Steps };
        if (RecipeWriter.ToYaml(own) != RecipeWriter.ToYaml(recipe))
            throw new BadInputException(
                run.Path,
                "was begun with another recipe",
                "with --resume give --steps, --cache and --checkpoint-seconds only"
            );
        if (File.Exists(run.Manifest) && File.ReadAllText(run.Manifest) != ManifestWriter.ToYaml(manifest))
            throw new BadInputException(
                run.Path,
                "was begun with another manifest",
                $"give the one it was begun with, as in {run.Manifest}"
            );
    }
}
