using System.Globalization;
using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Labels.Yaml;
using Concord.Learning.Losses;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing.Intensities;
using Concord.Learning.Runtime;
using Concord.Learning.Strategies;

namespace Concord.Learning.Recipes;

/// <summary>Reads a recipe; docs/recipe.md describes every field.</summary>
public static class RecipeReader
{
    /// <summary>The names of the recipes that Concord brings along.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        .. typeof(RecipeReader)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".yaml", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a file, or one of the recipes that Concord brings along (<c>default</c>, <c>paper</c>, …).</summary>
    /// <exception cref="BadInputException">A field is unknown or outside its range; the message names the line.</exception>
    public static Recipe Read(string pathOrName)
    {
        if (File.Exists(pathOrName))
            return Read(YamlText.Load(pathOrName), pathOrName);
        var name = $"{pathOrName}.yaml";
        using var stream = typeof(RecipeReader).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            throw new BadInputException(
                pathOrName,
                "no such recipe",
                $"give a file, or one of {string.Join(", ", BuiltIn)}"
            );
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), name);
    }

    /// <summary>Reads a text that stands for a file.</summary>
    public static Recipe Parse(string text, string path) => Read(YamlText.Parse(text, path), path);

    /// <summary>The folder that a recipe or an option names: an absolute path, or null for <c>auto</c>.</summary>
    /// <exception cref="BadInputException">It is empty.</exception>
    public static string? CacheFolder(string? text, string source) =>
        text switch
        {
            null or "auto" => null,
            "" => throw new BadInputException(source, "names no folder", "give a folder, or auto"),
            _ => Path.GetFullPath(text),
        };

    private static Recipe Read(YamlMap map, string path)
    {
        var d = new Recipe();
        var network = map.Map("network") ?? YamlText.Parse("{}", path);
        var preparation = map.Map("preparation") ?? YamlText.Parse("{}", path);
        var augmentation = map.Map("augmentation") ?? YamlText.Parse("{}", path);
        var recipe = new Recipe
        {
            Strategy = StrategyCatalog.Find(map.Text("strategy") ?? d.Strategy, map.SourceOf("strategy")).Name,
            Scope = Enum.Parse<LabelScope>(map.Choice("scope", "dataset", "dataset", "patch"), ignoreCase: true),
            Network = new()
            {
                Name = network.Choice("name", d.Network.Name, [.. NetworkCatalog.All.Keys]),
                Width = network.Integer("width", d.Network.Width, 1, 512),
                Levels = network.Integer("levels", d.Network.Levels, 1, 6),
                Norm = network.Choice("norm", d.Network.Norm, "batch", "instance"),
                Recompute = network.Flag("recompute", d.Network.Recompute),
            },
            Patch = Sides(map, "patch") ?? d.Patch,
            Batch = map.Integer("batch", d.Batch, 1, 1024),
            Steps = map.Integer("steps", d.Steps, 1, 100_000_000),
            LearningRate = map.Number("learning_rate", d.LearningRate, 1e-9, 10),
            Decay = map.Number("decay", d.Decay, 0, 1),
            Spacing = ReadSpacing(map),
            Registration = Enum.Parse<Coregistration>(
                preparation.Choice("registration", "auto", "auto", "always", "never"),
                ignoreCase: true
            ),
            BiasField = preparation.Choice("bias_field", d.BiasField, Recipe.NoBiasField, "n4"),
            Intensities = preparation.Choice(
                "intensities",
                d.Intensities,
                [.. IntensityScales.All.Select(s => s.Word)]
            ),
            Mirror = augmentation.Flag("mirror", d.Mirror),
            Intensity = augmentation.Number("intensity", d.Intensity, 0, 1),
            Seed = (ulong)map.Integer("seed", (int)d.Seed, 0),
            Precision = map.Choice("precision", d.Precision, PrecisionChoice.Words),
            Device = map.Text("device") ?? d.Device,
            Threads = map.Integer("threads", d.Threads, 0, Recipe.MostThreads),
            Workers = map.Integer("workers", d.Workers, 1, 64),
            Cache = CacheFolder(map.Text("cache"), map.SourceOf("cache")),
            CheckpointSeconds = map.Number("checkpoint_seconds", d.CheckpointSeconds, 0, 1e6),
            ValidationSteps = map.Integer("validation_steps", d.ValidationSteps, 0),
            ValidationLossSteps = map.Integer("validation_loss_steps", d.ValidationLossSteps, 0),
            Tile = map.List("tile") is ["auto"] ? null : Sides(map, "tile"),
            Overlap = map.Number("overlap", d.Overlap, 0, 0.9),
        };
        map.RejectOtherKeys();
        network.RejectOtherKeys();
        preparation.RejectOtherKeys();
        augmentation.RejectOtherKeys();
        foreach (
            var (key, sides) in new (string, IReadOnlyList<int>?)[] { ("patch", recipe.Patch), ("tile", recipe.Tile) }
        )
            if (sides is not null && sides.Any(s => s % recipe.Network.Stride != 0))
                throw new BadInputException(
                    map.SourceOf(key),
                    $"{key} [{string.Join(", ", sides)}] doesn't fit {recipe.Network.Levels} levels",
                    $"use multiples of {recipe.Network.Stride}"
                );
        // What is normalised over a single value is always 0: nothing is learnt there, and its deviation is no number.
        var deepest = recipe.Patch.Aggregate(1L, (product, side) => product * (side / recipe.Network.Stride));
        if (deepest * (recipe.Network.Norm == "batch" ? recipe.Batch : 1) == 1)
            throw new BadInputException(
                map.SourceOf("patch"),
                $"a patch of [{string.Join(", ", recipe.Patch)}] is a single voxel in the deepest of {recipe.Network.Levels} levels, "
                    + $"too few for norm: {recipe.Network.Norm}",
                "use a larger patch or fewer levels"
            );
        return recipe;
    }

    private static IReadOnlyList<int>? Sides(YamlMap map, string key)
    {
        if (map.List(key) is not { } list)
            return null;
        var sides = list.Select(t => int.TryParse(t, CultureInfo.InvariantCulture, out var v) ? v : 0).ToList();
        if (sides.Count == 1)
            sides = [sides[0], sides[0], sides[0]];
        return sides.Count == 3 && sides.All(s => s is >= 1 and <= 1024)
            ? sides
            : throw new BadInputException(
                map.SourceOf(key),
                $"{key} is not three sides in voxels",
                "write [32, 32, 32]"
            );
    }

    private static IReadOnlyList<double>? ReadSpacing(YamlMap map)
    {
        if (map.List("spacing") is not { } list || list is ["auto"])
            return null;
        var mm = list.Select(t =>
                double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : 0
            )
            .ToList();
        if (mm.Count == 1)
            mm = [mm[0], mm[0], mm[0]];
        return mm.Count == 3 && mm.All(s => s is >= 0.1 and <= 20)
            ? mm
            : throw new BadInputException(
                map.SourceOf("spacing"),
                "spacing is not three sizes in mm",
                "write [1, 1, 1] or auto"
            );
    }
}
