using System.Text.RegularExpressions;
using Concord.Imaging;
using Concord.Tests.Shared;

namespace Concord.Cli.Tests;

/// <summary>From a public dataset's folder to scores, for every one that is known.</summary>
public sealed partial class ImportTests : IDisposable
{
    private const string Small =
        "network: { width: 4, levels: 2 }\npatch: [16, 16, 16]\nbatch: 2\nvalidation_steps: 0\nprecision: float32\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    public static TheoryData<int> Layouts => [.. Enumerable.Range(0, OfficialLayout.All.Count)];

    // Over a minute: the end-to-end checks run it, as "every importer".
    [Theory(Explicit = true)]
    [MemberData(nameof(Layouts))]
    public void A_dataset_is_imported_checked_trained_on_predicted_and_evaluated(int index)
    {
        var official = OfficialLayout.All[index];
        FromFolderToScores(official);
    }

    // The same of a dataset that has no scans.
    [Fact(Explicit = true)]
    public void Label_maps_alone_are_scanned_and_learnt_from()
    {
        Directory.CreateDirectory(In("set"));
        // No map of the dataset: it is passed over.
        File.WriteAllText(In("set/labels.nii.gz"), "");
        FromFolderToScores(
            new(
                "synthseg-labels",
                "synthseg-labels",
                ["01", "02", "03"],
                new Dictionary<string, string>(),
                "training_seg_{0}.nii.gz",
                null,
                new Dictionary<string, int>
                {
                    ["csf"] = 24,
                    ["gm"] = 3,
                    ["wm"] = 2,
                    ["wmh"] = 25,
                }
            )
        );
        // The little head has no room for lesions, so that the record must say that none were sought.
        File.ReadAllText(In("data-synthseg-labels/simulation.json")).ShouldContain("\"volume\": 0,");
        // On the map's grid, in its shape, with its lesions alone.
        var map = ImageFile.Open(In("set/training_seg_01.nii.gz")).ToLabels();
        ImageFile.ReadGeometry(In("data-synthseg-labels/sub-001/T1.nii.gz")).ShouldBe(map.Geometry);
        var truth = ImageFile.Open(In("data-synthseg-labels/sub-001/labels.nii.gz")).ToLabels();
        foreach (var (code, value) in new[] { (25, 7), (2, 2), (3, 1), (24, 3) })
        {
            var there = Enumerable.Range(0, map.Voxels.Length).Where(i => map.Voxels[i] == code).ToList();
            var here = Enumerable.Range(0, map.Voxels.Length).Where(i => truth.Voxels[i] == value).ToList();
            var same = (double)there.Intersect(here).Count() / Math.Max(there.Count, here.Count);
            same.ShouldBeGreaterThan(0.9, $"{code}");
        }
    }

    [Fact]
    public void A_manifest_that_has_the_label_maps_says_so_before_anything_is_simulated()
    {
        Directory.CreateDirectory(In("set"));
        File.WriteAllText(In("set/training_seg_01.nii.gz"), "not even looked at");
        const string Manifest = """
            classes: [background, csf, gm, wm, wmh]
            datasets:
              - name: synthseg-labels
                root: .
                sequences: { T1: "*/T1.nii.gz" }
                labels: "*/labels.nii.gz"
                protocol: { 0: background }
            """;
        File.WriteAllText(In("data.yaml"), Manifest);
        var result = Concord.Run("import", "synthseg-labels", In("set"), "-o", In("data.yaml"), "--append");
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith($"error: {In("data.yaml")}: has a dataset 'synthseg-labels' already");
        Directory.Exists(In("data-synthseg-labels")).ShouldBeFalse();
    }

    // What is printed, as where the program is called by its name: elsewhere its path stands there.
    private string Imported(string importer, string folder, params string[] more) =>
        NextCommand().Replace(Run(["import", importer, folder, "-o", In("data.yaml"), .. more]), "Next: concord check");

    [GeneratedRegex("Next: .*concord.* check(?= )", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NextCommand();

    private void FromFolderToScores(OfficialLayout official)
    {
        MiniatureDataset.Unpack(official, In("set"));
        File.WriteAllText(In("small.yaml"), Small);

        Imported(official.Importer, In("set")).ShouldContain("Next: concord check");
        Run("check", In("data.yaml")).ShouldContain("can be trained on");
        Run("train", In("data.yaml"), "-o", In("run"), "--recipe", In("small.yaml"), "--steps", "50");
        Run("predict", "--model", In("run"), "--manifest", In("data.yaml"), "-o", In("out"));
        var scores = Run("evaluate", "--reference", In("data.yaml"), "--prediction", In("out"), "--metrics", "dice");
        scores.Split('\n').Count(l => l.Contains(",dice,", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Two_datasets_join_one_manifest_and_one_network_learns_both()
    {
        MiniatureDataset.Unpack(OfficialLayout.All.First(o => o.Importer == "mrbrains13"), In("mrb"));
        MiniatureDataset.Unpack(OfficialLayout.All.First(o => o.Importer == "wmh2017"), In("wmh"));
        File.WriteAllText(In("small.yaml"), Small);

        Run("import", "mrbrains13", In("mrb"), "-o", In("data.yaml"));
        var again = Concord.Run("import", "wmh2017", In("wmh"), "-o", In("data.yaml"));
        again.Code.ShouldBe(2);
        again.Error.ShouldBe(
            $"error: {In("data.yaml")}: is there already (add --append to join it, or choose another name)\n"
        );
        Golden.Check("import", Imported("wmh2017", In("wmh"), "--append"), _folder);
        Golden.Check("import-manifest", File.ReadAllText(In("data.yaml")), _folder);
        Golden.Check("import-check", Run("check", In("data.yaml")), _folder);
        Run("train", In("data.yaml"), "-o", In("run"), "--recipe", In("small.yaml"), "--steps", "2");
        // A scan of one of the two, as docs/import.md ends.
        string Scan(string file) => Directory.GetFiles(In("wmh"), file, SearchOption.AllDirectories).Order().First();
        var t1 = Scan("T1.nii.gz");
        string[] images = ["-i", $"T1={t1}", "-i", $"FLAIR={Scan("FLAIR.nii.gz")}"];
        Run(["predict", "--model", In("run"), .. images, "-o", In("out")]);
        ImageFile.ReadGeometry(In("out/T1_dseg.nii.gz")).ShouldBe(ImageFile.ReadGeometry(t1));
    }

    [Fact]
    public void What_its_authors_keep_for_a_test_is_not_trained_on()
    {
        MiniatureDataset.Unpack(OfficialLayout.All.First(o => o.Importer == "mrbrains13"), In("mrb"));
        MiniatureDataset.Unpack(OfficialLayout.All.First(o => o.Importer == "wmh2017"), In("wmh"));
        foreach (var file in Directory.GetFiles(In("wmh/training"), "*", SearchOption.AllDirectories))
        {
            var copy = file.Replace(In("wmh/training"), In("wmh/test"));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Imported("wmh2017", In("wmh")).ShouldContain("data-test.yaml holds what its authors keep for a test");
        string[] Lines(string name, string key) =>
            [.. File.ReadLines(In(name)).Where(l => l.TrimStart(' ', '-').StartsWith(key, StringComparison.Ordinal))];
        Lines("data.yaml", "name:").ShouldBe(["  - name: \"wmh2017-utrecht\""]);
        Lines("data-test.yaml", "name:").ShouldBe(["  - name: \"wmh2017-utrecht-test\""]);
        // The classes of both, as a benchmark asks for.
        Imported("mrbrains13", In("mrb"), "--append");
        Lines("data-test.yaml", "classes:").ShouldBe(Lines("data.yaml", "classes:"));
        Lines("data-test.yaml", "name:").ShouldBe(["  - name: \"wmh2017-utrecht-test\""]);
        Lines("data.yaml", "name:").Length.ShouldBe(2);
        Run("check", In("data-test.yaml"));

        // The same tests would stand there twice.
        File.Delete(In("data.yaml"));
        Imported("mrbrains13", In("mrb"));
        var twice = Concord.Run("import", "wmh2017", In("wmh"), "-o", In("data.yaml"), "--append");
        twice.Code.ShouldBe(2);
        twice.Error.ShouldStartWith($"error: {In("data-test.yaml")}: has a dataset 'wmh2017-utrecht-test' already");
        Lines("data.yaml", "name:").ShouldBe(["  - name: \"mrbrains13\""]);

        File.Delete(In("data.yaml"));
        var again = Concord.Run("import", "wmh2017", In("wmh"), "-o", In("data.yaml"));
        again.Code.ShouldBe(2);
        again.Error.ShouldStartWith($"error: {In("data-test.yaml")}: is there already");
        File.Exists(In("data.yaml")).ShouldBeFalse();
        // Whoever gives the test part alone means it.
        File.Delete(In("data-test.yaml"));
        Directory.Delete(In("wmh/training"), recursive: true);
        Imported("wmh2017", In("wmh"));
        Lines("data.yaml", "name:").ShouldBe(["  - name: \"wmh2017-utrecht-test\""]);
        File.Exists(In("data-test.yaml")).ShouldBeFalse();
    }

    // As where fifty of five hundred scans were segmented by hand.
    [Fact]
    public void Whoever_has_no_labels_is_left_out_and_can_be_predicted()
    {
        MiniatureDataset.Unpack(OfficialLayout.All.First(o => o.Importer == "wmh2017"), In("set"));
        File.Delete(In("set/training/Utrecht/2/wmh.nii.gz"));
        Imported("wmh2017", In("set"))
            .ShouldContain("warning: wmh2017-utrecht: 1 subjects have no labels and stand in exclude");
        File.ReadAllText(In("data.yaml")).ShouldContain("exclude: [\"2\"]");
        File.WriteAllText(In("small.yaml"), Small);
        Run("train", In("data.yaml"), "-o", In("run"), "--recipe", In("small.yaml"), "--steps", "1");
        File.WriteAllText(In("all.yaml"), File.ReadAllText(In("data.yaml")).Replace("    exclude: [\"2\"]\n", ""));
        var all = Run("predict", "--model", In("run"), "--manifest", In("all.yaml"), "-o", In("out"));
        all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    [Fact]
    public void Lists_what_is_known() => Golden.Check("import-list", Run("import", "--list"));

    [Theory]
    [InlineData("", "import: which dataset isn't given (see concord import --list)")]
    [InlineData("adni .", "import: no dataset 'adni' is known")]
    [InlineData("ibsr", "import: the dataset's folder isn't given")]
    [InlineData("ibsr .", "import: where to write the manifest isn't given")]
    [InlineData("synthseg-labels . -o data.yaml", ".: holds no synthseg-labels: no training_seg_*.nii.gz (give")]
    [InlineData("ibsr /nowhere/at/all -o data.yaml", "/nowhere/at/all: no such folder")]
    public void Says_what_it_lacks(string arguments, string message)
    {
        var result = Concord.Run(["import", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith($"error: {message}");
    }

    private static string Run(params string[] arguments)
    {
        var result = Concord.Run(arguments);
        result.Code.ShouldBe(0, string.Join(' ', arguments) + "\n" + result.Error + result.Output);
        return result.Output;
    }
}
