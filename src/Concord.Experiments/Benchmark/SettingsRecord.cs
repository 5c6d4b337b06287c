using System.Text.Json;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Recipes;

namespace Concord.Experiments.Benchmark;

/// <summary>What a comparison in a folder was begun with: results of other data or another recipe must not mix.</summary>
internal static class SettingsRecord
{
    /// <summary>Writes it, or complains where another stands. Methods and seeds may become more.</summary>
    /// <exception cref="BadInputException">The folder holds something else.</exception>
    public static void RequireSame(BenchmarkSettings settings, BenchmarkFolder folder)
    {
        var text = ToJson(settings);
        var isTaken = Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any();
        if (isTaken && !File.Exists(folder.Settings))
            throw new BadInputException(folder.Path, "is not empty, and no benchmark", "choose another folder with -o");
        if (isTaken && File.ReadAllText(folder.Settings) != text)
            throw new BadInputException(
                folder.Path,
                "holds a benchmark of other data or another recipe",
                $"choose another folder with -o, or repeat what {folder.Settings} says"
            );
        AtomicFile.WriteText(folder.Settings, text);
    }

    private static string ToJson(BenchmarkSettings s)
    {
        var grid = s.Grid;
        var record = new
        {
            Scenario = s.Scenario.Name,
            s.Anatomy,
            s.HasSiteShift,
            s.DataSeed,
            Subjects = s.Scenario.Sets.ToDictionary(set => set.Name, s.CountOf, StringComparer.Ordinal),
            s.HealthyTestSubjects,
            Size = new[] { grid.Size.X, grid.Size.Y, grid.Size.Z },
            Spacing = new[] { grid.Spacing.X, grid.Spacing.Y, grid.Spacing.Z },
            s.Tumor,
            Manifest = Content(s.Manifest),
            Test = Content(s.Test),
            Recipe = RecipeWriter.ToYaml(s.Recipe).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        };
        return JsonSerializer.Serialize(record, BenchmarkJson.Style) + "\n";
    }

    // What it says, not where it is: a protocol that was corrected makes other data.
    private static string[]? Content(string? manifest) =>
        manifest is null
            ? null
            : ManifestWriter.ToYaml(ManifestReader.Read(manifest)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
