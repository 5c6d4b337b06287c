using System.Text.Json;
using Concord.Experiments.Benchmark;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Simulation;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class BenchmarkDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tissue-wmh", 5, 60, 7, "T1 FLAIR IR", "T1 FLAIR")]
    [InlineData("tissue-tumor", 15, 50, 20, "T1", "T1 T1c T2 FLAIR")]
    public void Counts_and_sequences_are_the_papers(
        string name,
        int tissue,
        int lesions,
        int test,
        string tissueSequences,
        string lesionSequences
    )
    {
        var scenario = ScenarioCatalog.Find(name);
        scenario.Sets.Select(s => s.Count).ShouldBe([tissue, lesions, test]);
        scenario.Tissue.Sequences.ShouldBe(tissueSequences.Split(' '), ignoreOrder: true);
        scenario.Lesions.Sequences.ShouldBe(lesionSequences.Split(' '), ignoreOrder: true);
    }

    [Fact]
    public void No_head_is_in_two_sets_and_a_site_shift_gives_each_its_own_scanner()
    {
        var settings = TinyBenchmark.Of("ace") with { HealthyTestSubjects = 0, Anatomy = Anatomies() };
        foreach (var hasShift in new[] { false, true })
        {
            var folder = Path.Combine(_folder, $"{hasShift}");
            var data = BenchmarkData.Make(settings with { HasSiteShift = hasShift }, folder);
            var sets = settings.Scenario.Sets.Select(s => Subjects(folder, s.Name)).ToList();
            sets.Select(s => s.Select(r => r.Site).Distinct().Single()).Distinct().Count().ShouldBe(hasShift ? 3 : 1);
            var heads = sets.Select(s => s.Select(r => r.Head).ToHashSet()).ToList();
            (heads[0].Overlaps(heads[1]) || heads[0].Overlaps(heads[2]) || heads[1].Overlaps(heads[2])).ShouldBeFalse();
            data.Train.SharedSequences().ShouldBe(["T1", "FLAIR"]);
        }
    }

    // Three heads of nested balls in FreeSurfer's codes: ventricle, white matter, cortex, fluid.
    private string Anatomies()
    {
        var folder = Path.Combine(_folder, "maps");
        var grid = SubjectSettings.Centred(new(36, 42, 36), Spacing.Isotropic(5));
        for (var head = 0; head < 3; head++)
        {
            var codes = new byte[grid.Size.Voxels];
            for (var i = 0; i < codes.Length; i++)
            {
                var (x, y, z) = (i % 36 - 17.5, i / 36 % 42 - 20.5, i / (36 * 42) - 17.5);
                var radius = Math.Sqrt(x * x + y * y + z * z) - head;
                codes[i] = (byte)(
                    radius < 3 ? 4
                    : radius < 9 ? 2
                    : radius < 12 ? 3
                    : radius < 13 ? 24
                    : 0
                );
            }

            NiftiWriter.Write(Path.Combine(folder, $"head{head}.nii.gz"), new Volume<byte>(grid, codes));
        }

        return folder;
    }

    private static List<(string Head, string Site)> Subjects(string folder, string set) =>
        [
            .. Directory
                .GetFiles(Path.Combine(folder, set), "subject.json", SearchOption.AllDirectories)
                .Select(path =>
                {
                    using var json = JsonDocument.Parse(File.ReadAllText(path));
                    var root = json.RootElement;
                    var site = root.GetProperty("set").GetProperty("site").GetProperty("name").GetString()!;
                    return (root.GetProperty("anatomy").GetString()!, site);
                }),
        ];
}
