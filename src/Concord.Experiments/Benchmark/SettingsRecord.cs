using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Recipes;

namespace Concord.Experiments.Benchmark;

/// <summary>What a comparison in a folder was begun with: results of other data or another recipe must not mix.</summary>
internal static class SettingsRecord
{
    private static readonly string[] OfSimulation =
    [
        "anatomy",
        "has_site_shift",
        "data_seed",
        "subjects",
        "healthy_test_subjects",
        "size",
        "spacing",
        "tumor",
    ];

    /// <summary>Writes it, or complains where another stands. Methods and seeds may become more.</summary>
    /// <exception cref="BadInputException">The folder holds something else.</exception>
    public static void RequireSame(BenchmarkSettings settings, BenchmarkFolder folder)
    {
        var text = ToJson(settings);
        if (!FolderLock.HoldsNothing(folder.Path) && !File.Exists(folder.Settings))
            throw new BadInputException(folder.Path, "is not empty, and no benchmark", "choose another folder with -o");
        // Where nothing was made yet, a command that failed may be corrected.
        var isBegun = Directory.Exists(folder.Data) || Directory.Exists(folder.Runs);
        if (isBegun && File.ReadAllText(folder.Settings) != text)
            throw new BadInputException(
                folder.Path,
                "holds a benchmark of other data or another recipe",
                $"choose another folder with -o, or repeat what {folder.Settings} says"
            );
        AtomicFile.WriteText(folder.Settings, text);
    }

    /// <summary>What a comparison was begun with, as it stands in the folder; of people's own data without what only simulation takes.</summary>
    public static string Describe(BenchmarkFolder folder, bool isSimulated)
    {
        var record = JsonNode.Parse(File.ReadAllText(folder.Settings))!.AsObject();
        foreach (var key in isSimulated ? ["manifest", "test"] : OfSimulation)
            record.Remove(key);
        return record.ToJsonString(JsonStyle.Indented);
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
            Recipe = RecipeWriter
                .ToYaml(s.Recipe.WithMeansOf(new()))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries),
        };
        return JsonSerializer.Serialize(record, JsonStyle.Indented) + "\n";
    }

    // What it says, not where it is: a protocol that was corrected makes other data, and so do other files.
    private static string[]? Content(string? manifest)
    {
        if (manifest is null)
            return null;
        var read = ManifestReader.Read(manifest);
        var lines = ManifestWriter.ToYaml(read).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines, .. read.Datasets.Select(Files)];
    }

    // Subjects, the sizes of their images, and every byte of their labels and masks: images are too large to be read for this.
    private static string Files(DatasetDefinition dataset)
    {
        var subjects = SubjectMatcher.Find(dataset);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var subject in subjects)
        {
            Add(subject.Id);
            foreach (var (sequence, path) in subject.Images.OrderBy(i => i.Key, StringComparer.Ordinal))
                Add(
                    $"{sequence} {string.Join(' ', ImageFile.FilesOf(path).Select(f => Look(f, () => new FileInfo(f).Length)))}"
                );
            // A mask decides what is learnt and what counts. A header's voxels may lie in a file of their own.
            foreach (var path in new[] { subject.Labels, subject.Mask }.OfType<string>())
            foreach (var file in ImageFile.FilesOf(path))
                hash.AppendData(Look(file, () => File.ReadAllBytes(file)));
        }

        return $"# {dataset.Name}: {subjects.Count} subjects, {Convert.ToHexStringLower(hash.GetHashAndReset())}";

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));

        T Look<T>(string file, Func<T> look)
        {
            try
            {
                return look();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BadInputException(file, "can't be opened", "check the path", e);
            }
        }
    }
}
