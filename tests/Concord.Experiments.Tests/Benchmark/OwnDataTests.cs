using Concord.Experiments.Benchmark;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;

namespace Concord.Experiments.Tests.Benchmark;

[Collection(TestsThatTrain.Name)]
public sealed class OwnDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_users_data_are_checked_before_anything_is_trained_and_must_stay_the_same()
    {
        var made = new BenchmarkFolder(Path.Combine(_folder, "made"));
        var settings = TinyBenchmark.Of("naive-ce") with { Seeds = 1 };
        settings = settings with { Recipe = settings.Recipe with { Steps = 1, ValidationLossSteps = 0 } };
        BenchmarkData.Make(settings, made.Data);
        var (train, test) = (Path.Combine(made.Data, "train.yaml"), Path.Combine(made.Data, "test.yaml"));
        var own = settings with { Manifest = train, Test = test };
        var folder = new BenchmarkFolder(Path.Combine(_folder, "own"));
        var text = File.ReadAllText(test);

        Refuses(own with { Test = train }, "is an image of");
        Refuses(Changed("csf, gm", "gm, csf"), "its classes are background, gm, csf, wm, wmh");
        Refuses(Changed(", FLAIR: \"*/FLAIR.nii.gz\"", ""), "test has no sequence FLAIR, which a network takes");
        Refuses(
            Changed("1: gm, 2: wm, 3: csf, 7: wmh", "1: [gm, wm], 2: [gm, wm], 3: [csf, gm], 7: [wm, wmh]"),
            "means one class alone"
        );
        // Inversion recovery is the tissue set's alone: one network for both can't take it, one of its own does.
        var without = Changed(", IR: \"*/IR.nii.gz\"", "");
        Refuses(without with { Methods = MethodCatalog.Find("multi-unet") }, "test has no sequence IR");
        // A fault of a file that only the test takes.
        var labels = Directory.GetFiles(Path.Combine(made.Data, "test"), "labels.nii.gz", SearchOption.AllDirectories)[
            0
        ];
        var before = File.ReadAllBytes(labels);
        var wrong = ImageFile.Open(labels).ToLabels();
        wrong.Voxels[0] = 9;
        NiftiWriter.Write(labels, wrong);
        Refuses(without, "9 in 1 voxel");
        File.WriteAllBytes(labels, before);
        Directory.Exists(folder.Runs).ShouldBeFalse();
        new BenchmarkRun(without, folder, new Observer()).Run().ShouldBeEmpty();
        // What it says of the data is of these, not of those that would have been simulated.
        var report = File.ReadAllText(folder.Report);
        var counts = settings.Scenario.Sets.Select(s => $"{s.Name}: {settings.CountOf(s)} subjects").ToList();
        report.ShouldContain(
            $"Trained on train.yaml ({counts[0]}, {counts[1]}), tested on changed.yaml ({counts[2]}). Lesions: wmh."
        );
        foreach (var key in new[] { "healthy_test_subjects", "spacing", "tumor" })
        {
            File.ReadAllText(folder.Settings).ShouldContain($"\"{key}\"");
            report.ShouldNotContain($"&quot;{key}&quot;");
        }

        Refuses(own, "other data or another recipe");
        var corrected = ImageFile.Open(labels).ToLabels();
        corrected.Voxels[0] = 1;
        NiftiWriter.Write(labels, corrected);
        Refuses(without, "other data or another recipe");
        File.WriteAllBytes(labels, before);
        new BenchmarkRun(without, folder, new Observer()).Run().ShouldBeEmpty();
        Directory.Move(Path.GetDirectoryName(labels)!, Path.Combine(_folder, "gone"));
        Refuses(without, "other data or another recipe");

        BenchmarkSettings Changed(string from, string to)
        {
            text.ShouldContain(from);
            var path = Path.Combine(made.Data, "changed.yaml");
            File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
            return own with { Test = path };
        }

        void Refuses(BenchmarkSettings other, string what)
        {
            var observer = new Observer();
            Should
                .Throw<BadInputException>(() => new BenchmarkRun(other, folder, observer).Run())
                .Message.ShouldContain(what);
            observer.Taken.ShouldBe(0);
        }
    }

    // Inversion recovery, which the test lists first and Multi-UNet alone sees, is nothing where lesions are.
    [Fact]
    public void A_mask_from_an_image_gives_every_strategy_the_same_reference()
    {
        var made = new BenchmarkFolder(Path.Combine(_folder, "made"));
        var settings = TinyBenchmark.Of("multi-unet,ace") with { Seeds = 1 };
        settings = settings with { Recipe = settings.Recipe with { Steps = 1, ValidationLossSteps = 0 } };
        BenchmarkData.Make(settings, made.Data);
        foreach (var subject in Directory.GetDirectories(Path.Combine(made.Data, "test")))
        {
            var labels = ImageFile.Open(Path.Combine(subject, "labels.nii.gz")).ToLabels();
            var path = Path.Combine(subject, "IR.nii.gz");
            var image = ImageFile.Open(path).ToIntensities();
            labels.Voxels.ShouldContain(7);
            NiftiWriter.Write(path, image.With([.. image.Voxels.Select((v, i) => labels.Voxels[i] == 7 ? 0 : v + 1)]));
        }

        var test = Path.Combine(made.Data, "masked.yaml");
        const string Sequences = "T1: \"*/T1.nii.gz\", FLAIR: \"*/FLAIR.nii.gz\"";
        var text = File.ReadAllText(Path.Combine(made.Data, "test.yaml"));
        text = text.Replace($"{Sequences}, IR: \"*/IR.nii.gz\"", $"IR: \"*/IR.nii.gz\", {Sequences}");
        text.ShouldContain("{ IR:");
        File.WriteAllText(test, text.TrimEnd() + "\n    mask: nonzero\n");
        var folder = new BenchmarkFolder(Path.Combine(_folder, "own"));
        settings = settings with { Manifest = Path.Combine(made.Data, "train.yaml"), Test = test };
        new BenchmarkRun(settings, folder, new Observer()).Run().ShouldBeEmpty();
        // Which subjects without lesions alone have.
        var wrong = ResultRow.Read(folder.Results).Where(r => r.Metric == "false_positive_ml").ToList();
        wrong.Count.ShouldBe(4);
        wrong.ShouldAllBe(r => r.Value != null);
    }

    [Fact]
    public void Datasets_that_share_no_sequence_are_refused_before_anything_is_trained()
    {
        var made = new BenchmarkFolder(Path.Combine(_folder, "made"));
        var settings = TinyBenchmark.Of("multi-unet") with { Seeds = 1 };
        BenchmarkData.Make(settings, made.Data);
        var train = Path.Combine(made.Data, "train.yaml");
        var lines = File.ReadAllLines(train);
        var last = Array.FindLastIndex(lines, l => l.Contains("sequences:", StringComparison.Ordinal));
        lines[last] = "    sequences: { T2: \"*/T1.nii.gz\", PD: \"*/FLAIR.nii.gz\" }";
        File.WriteAllLines(train, lines);
        var own = settings with { Manifest = train, Test = Path.Combine(made.Data, "test.yaml") };
        var folder = new BenchmarkFolder(Path.Combine(_folder, "own"));
        Should
            .Throw<BadInputException>(() => new BenchmarkRun(own, folder, new Observer()).Run())
            .Message.ShouldContain("share no sequence");
        Directory.Exists(folder.Runs).ShouldBeFalse();
    }
}
