using Concord.Experiments.Benchmark;
using Concord.Imaging;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class SettingsRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Headers say the same whatever the voxels are.
    [Theory]
    [InlineData("labels.raw")]
    [InlineData("mask.raw")]
    public void Voxels_in_files_of_their_own_must_stay_as_they_are(string changed)
    {
        foreach (var role in new[] { "T1", "labels", "mask" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, "s"));
            File.WriteAllText(
                Path.Combine(_folder, "s", $"{role}.mhd"),
                $"ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementSpacing = 1 1 1\nElementType = MET_UCHAR\nElementDataFile = {role}.raw\n"
            );
            File.WriteAllBytes(Path.Combine(_folder, "s", $"{role}.raw"), [1, 1, 1, 1, 1, 1, 1, 1]);
        }

        var manifest = Path.Combine(_folder, "data.yaml");
        File.WriteAllText(
            manifest,
            """
            classes: [background, gm]
            datasets:
              - name: d
                sequences: { T1: "*/T1.mhd" }
                labels: "*/labels.mhd"
                mask: "*/mask.mhd"
                protocol: { 0: background, 1: gm }
            """
        );
        var settings = TinyBenchmark.Of("ace") with { Manifest = manifest, Test = manifest };
        var folder = new BenchmarkFolder(Path.Combine(_folder, "out"));
        SettingsRecord.RequireSame(settings, folder);
        Directory.CreateDirectory(folder.Runs);
        SettingsRecord.RequireSame(settings, folder);
        File.WriteAllBytes(Path.Combine(_folder, "s", changed), [1, 1, 1, 1, 1, 1, 1, 0]);
        Should
            .Throw<BadInputException>(() => SettingsRecord.RequireSame(settings, folder))
            .Message.ShouldContain("other data or another recipe");
        File.Delete(Path.Combine(_folder, "s", changed));
        Should
            .Throw<BadInputException>(() => SettingsRecord.RequireSame(settings, folder))
            .Message.ShouldContain(changed);
    }
}
