using System.Text.Json;
using Concord.Evaluation;
using Concord.Evaluation.Pairs;
using Concord.Experiments.Benchmark;
using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Losses;
using Concord.Learning.Recipes;
using Concord.Learning.Training;

namespace Concord.Experiments.Tests.Benchmark;

[Collection(TestsThatTrain.Name)]
public sealed class BenchmarkRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Stopped_anywhere_and_run_again_gives_the_same_results()
    {
        var settings = TinyBenchmark.Of("multi-unet,ace,oracle") with { Seeds = 1 };
        var whole = new BenchmarkFolder(Path.Combine(_folder, "whole"));
        new BenchmarkRun(settings, whole, new Observer()).Run().ShouldBeEmpty();

        // Stopped once while it simulates, and then in the middle of networks, before the first and after the last step.
        var stopped = new BenchmarkFolder(Path.Combine(_folder, "stopped"));
        foreach (var steps in new[] { 0, 2, 7, 6, 9 })
        {
            using var source = new CancellationTokenSource();
            var observer = new Observer { Steps = steps, Source = source };
            Should.Throw<OperationCanceledException>(() =>
                new BenchmarkRun(settings, stopped, observer).Run(source.Token)
            );
        }

        new BenchmarkRun(settings, stopped, new Observer()).Run().ShouldBeEmpty();
        File.ReadAllText(stopped.Results).ShouldBe(File.ReadAllText(whole.Results));
    }

    [Fact]
    public void Writes_every_table_and_figure_and_never_repeats_what_is_done()
    {
        var settings = TinyBenchmark.Of("naive-ce,ace") with { Seeds = 1 };
        var folder = new BenchmarkFolder(_folder);
        new BenchmarkRun(settings, folder, new Observer()).Run().ShouldBeEmpty();
        var rows = ResultRow.Read(folder.Results);
        rows.Select(r => r.Strategy).Distinct().ShouldBe(["naive-ce", "ace"]);
        rows.Select(r => r.Structure).Distinct().ShouldBe(["csf", "gm", "wm", "wmh"]);
        string[] metrics = ["dice", "hd95", "assd", "avd", "volume_similarity"];
        rows.Where(r => r.Structure == "gm").Select(r => r.Metric).Distinct().ShouldBe(metrics);
        string[] lesions = ["lesion_recall", "lesion_precision", "lesion_f1", "false_positive_ml"];
        rows.Where(r => r.Structure == "wmh").Select(r => r.Metric).Distinct().ShouldBe([.. metrics, .. lesions]);
        var healthy = rows.Where(r => r.Subject.StartsWith("healthy", StringComparison.Ordinal)).ToList();
        healthy.ShouldAllBe(r => r.Metric == "false_positive_ml" && r.Value != null);
        healthy.Count.ShouldBe(2);

        var predictions = folder.Job(settings.Methods[1], 1).Predictions;
        var predicted = Path.Combine(predictions, "test_sub-001_dseg.nii.gz");
        // In BIDS integers.
        LabelTable.Beside(predicted)!.NameOf(7).ShouldBe("wmh");
        ImageFile.Open(predicted).ToLabels().Voxels.Distinct().ShouldBeSubsetOf([0, 1, 2, 3, 7]);
        foreach (var (data, subjects) in new[] { ("test", 2), ("healthy", 1) })
        {
            var pairs = ReferencePairs.Find(
                Path.Combine(folder.Data, $"{data}.yaml"),
                predictions,
                _ => throw new InvalidOperationException()
            );
            pairs.Count.ShouldBe(subjects);
            pairs.Select(p => p.Read().Subject).ShouldBeUnique();
        }

        foreach (var name in new[] { "contradiction", "dice", "segmentations", "losses" })
        {
            new FileInfo(Path.Combine(folder.Figures, $"{name}.png")).Length.ShouldBeGreaterThan(5000, name);
            File.ReadAllText(Path.Combine(folder.Figures, $"{name}.svg")).ShouldContain("<svg", Case.Insensitive, name);
        }

        var html = File.ReadAllText(folder.Report);
        foreach (
            var part in new[]
            {
                "Can one network",
                "0.540 (0.245)",
                "radiological",
                "Holm",
                "parameters",
                "@inproceedings",
            }
        )
            html.ShouldContain(part);
        html.ShouldNotContain("http://", Case.Insensitive);
        html.ShouldNotContain("<script", Case.Insensitive);
        File.ReadAllText(folder.Summary).ShouldContain("| naive-ce | csf | 2 |");

        var before = File.GetLastWriteTimeUtc(folder.Job(settings.Methods[0], 1).Record);
        var observer = new Observer();
        new BenchmarkRun(settings, folder, observer).Run().ShouldBeEmpty();
        observer.Taken.ShouldBe(0);
        File.GetLastWriteTimeUtc(folder.Job(settings.Methods[0], 1).Record).ShouldBe(before);

        // Another method: only that is trained, and what was done before stays in the tables.
        var more = settings with
        {
            Methods = MethodCatalog.Find("ace-dice"),
            Seeds = 2,
        };
        File.ReadAllText(folder.Summary).ShouldNotContain("to 2 seeds");
        new BenchmarkRun(more, folder, observer).Run().ShouldBeEmpty();
        observer.Taken.ShouldBe(2 * settings.Recipe.Steps);
        ResultRow.Read(folder.Results).Select(r => r.Strategy).Distinct().ShouldBe(["naive-ce", "ace", "ace-dice"]);
        File.ReadAllText(folder.Summary).ShouldContain("| ace-dice | csf | 2 |");
        File.ReadAllText(folder.Summary).ShouldContain("Strategies have 1 to 2 seeds.");

        // Pictures need predictions, tables don't.
        Directory.Delete(predictions, recursive: true);
        File.Delete(folder.Report);
        new BenchmarkRun(more, folder, observer).Run().ShouldBeEmpty();
        File.Exists(folder.Report).ShouldBeTrue();
    }

    [Fact]
    public void What_a_machine_with_a_gpu_has_trained_is_reported_on_one_without()
    {
        var settings = TinyBenchmark.Of("ace") with { Seeds = 1 };
        settings = settings with { Recipe = settings.Recipe with { Steps = 1, ValidationLossSteps = 0 } };
        var folder = new BenchmarkFolder(_folder);
        new BenchmarkRun(settings, folder, new Observer()).Run().ShouldBeEmpty();
        var text = File.ReadAllText(folder.Settings);
        text.ShouldContain("device: cpu");
        File.WriteAllText(folder.Settings, text.Replace("device: cpu", "device: cuda:99", StringComparison.Ordinal));
        File.Delete(folder.Report);

        var elsewhere = settings with { Recipe = settings.Recipe with { Device = "cuda:99" } };
        new BenchmarkRun(elsewhere, folder, new Observer()).Run().ShouldBeEmpty();
        File.Exists(folder.Report).ShouldBeTrue();
        var more = elsewhere with { Seeds = 2 };
        Should.Throw<BadInputException>(() => new BenchmarkRun(more, folder, new Observer()).Run());
    }

    [Fact]
    public void A_method_is_trained_on_its_labels_in_its_scope_with_its_seed()
    {
        var settings = TinyBenchmark.Of("oracle,oracle-ace-patches,ace-long,ace-patch,ace");
        var folder = new BenchmarkFolder(_folder);
        settings = settings with { Recipe = settings.Recipe with { Steps = 1, ValidationLossSteps = 0 } };
        new BenchmarkRun(settings, folder, new Observer()).Run().ShouldBeEmpty();
        foreach (var method in settings.Methods)
        foreach (var seed in new[] { 1UL, 2UL })
        {
            var run = folder.Job(method, seed).Run;
            var recipe = RecipeReader.Read(run.Recipe);
            recipe.Seed.ShouldBe(seed);
            // Two datasets: Multi-UNet's networks take one step each.
            recipe.Steps.ShouldBe(method.Name == "ace-long" ? 2 : 1);
            recipe.Scope.ShouldBe(method.Name == "ace-patch" ? LabelScope.Patch : LabelScope.Dataset);
            // The ceiling sees tissue and lesions in every subject; the others only lesions in those of the second set.
            var lesions = ManifestReader.Read(run.Manifest).Datasets[1];
            var data = SubjectReader.Read(lesions, SubjectMatcher.Find(lesions)[0], ["T1"]);
            var sets = data.Candidates!.Categories.Voxels.Distinct().Select(c => lesions.Protocol!.Sets[c]).ToList();
            sets.TrueForAll(s => s.IsSingleton).ShouldBe(method.UsesJointTruth);
            sets.Exists(s => s == CandidateSet.Of(2)).ShouldBe(method.UsesJointTruth, "grey matter");
        }

        // What the first layer has seen of the images of the only step says which patches they were.
        var seen = settings.Methods.ToDictionary(m => m.Name, m => FirstMeans(folder.Job(m, 1).Run.Weights));
        seen["oracle-ace-patches"].ShouldBe(seen["ace"]);
        seen["oracle"].ShouldNotBe(seen["ace"]);

        static byte[] FirstMeans(string weights)
        {
            var bytes = File.ReadAllBytes(weights);
            var length = (int)BitConverter.ToUInt64(bytes);
            using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
            var entries = header
                .RootElement.EnumerateObject()
                .Where(e => e.Name.Contains("mean", StringComparison.Ordinal));
            var ends = entries.First().Value.GetProperty("data_offsets");
            return bytes[(8 + length + ends[0].GetInt32())..(8 + length + ends[1].GetInt32())];
        }
    }

    [Fact]
    public void A_network_that_both_forms_of_multi_unet_have_is_trained_once()
    {
        var settings = TinyBenchmark.Of("multi-unet,multi-unet-shared") with { Seeds = 1 };
        var folder = new BenchmarkFolder(_folder);
        var observer = new Observer();
        new BenchmarkRun(settings, folder, observer).Run().ShouldBeEmpty();
        // The tissue set has an inversion recovery that the lesion set lacks.
        observer.Taken.ShouldBe(3 * settings.Recipe.Steps);
        var (first, second) = (folder.Job(settings.Methods[0], 1), folder.Job(settings.Methods[1], 1));
        var network = second.Run.OfDataset("lesions");
        // It counts the minutes that the training took.
        File.ReadAllText(network.Log).ShouldBe(File.ReadAllText(first.Run.OfDataset("lesions").Log));

        // Trained alone it is the same.
        string[] files = [network.Weights, network.State, network.Model, network.Recipe, second.Scores];
        var taken = files.Select(File.ReadAllBytes).ToList();
        Directory.Delete(first.Path, recursive: true);
        Directory.Delete(second.Path, recursive: true);
        var alone = settings with { Methods = MethodCatalog.Find("multi-unet-shared") };
        new BenchmarkRun(alone, folder, observer).Run().ShouldBeEmpty();
        observer.Taken.ShouldBe(5 * settings.Recipe.Steps);
        foreach (var (file, bytes) in files.Zip(taken))
            File.ReadAllBytes(file).ShouldBe(bytes, file);
    }

    [Fact]
    public void A_failed_job_stops_no_other_and_is_tried_again()
    {
        var settings = TinyBenchmark.Of("naive-ce,ace") with { Seeds = 1 };
        var folder = new BenchmarkFolder(_folder);
        // A file where the run's folder should be.
        var broken = folder.Job(settings.Methods[0], 1);
        var observer = new Observer { Before = "naive-ce, seed 1", Do = () => Block(broken.Run.Path) };
        var run = new BenchmarkRun(settings, folder, observer);
        run.Run().Select(j => j.Method.Name).ShouldBe(["naive-ce"]);
        File.ReadAllText(broken.Failure).ShouldNotBeEmpty();
        File.ReadAllText(folder.Summary).ShouldContain("1 of 2 trainings are done. naive-ce, seed 1, failed: ");
        folder.Job(settings.Methods[1], 1).IsDone.ShouldBeTrue();
        File.Delete(broken.Run.Path);
        new BenchmarkRun(settings, folder, new Observer()).Run().ShouldBeEmpty();
        File.Exists(broken.Failure).ShouldBeFalse();
        File.ReadAllText(folder.Summary).ShouldContain("All 2 trainings are done.");

        // Measurements that can't be read: the other jobs are done, and what to do is said.
        var whole = File.ReadAllText(folder.Results);
        var scores = folder.Job(settings.Methods[1], 1).Scores;
        File.WriteAllText(scores, "nonsense");
        var more = settings with { Methods = MethodCatalog.Find("leaf-dice") };
        Should
            .Throw<BadInputException>(() => new BenchmarkRun(more, folder, new Observer()).Run())
            .Message.ShouldContain($"{scores}: is not a table of results (remove it");
        folder.Job(more.Methods[0], 1).IsDone.ShouldBeTrue();
        File.Delete(scores);
        var again = new Observer();
        new BenchmarkRun(settings, folder, again).Run().ShouldBeEmpty();
        again.Taken.ShouldBe(0, "it is measured again, not trained");
        var rows = File.ReadLines(folder.Results).Where(r => !r.Contains("leaf-dice", StringComparison.Ordinal));
        string.Concat(rows.Select(r => r + "\n")).ShouldBe(whole);

        static void Block(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }

    [Fact]
    public void A_folder_of_another_comparison_is_refused()
    {
        var settings = TinyBenchmark.Of("naive-ce,ace") with { Seeds = 1 };
        var folder = new BenchmarkFolder(_folder);
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "mine");
        Refuses(settings, "no benchmark");
        File.Delete(Path.Combine(_folder, "notes.txt"));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() =>
            new BenchmarkRun(settings, folder, new Observer()).Run(source.Token)
        );
        Refuses(settings with { HasSiteShift = true }, "other data or another recipe");
        Refuses(settings with { Recipe = settings.Recipe with { Steps = 7 } }, "other data or another recipe");
        using (FolderLock.Take(_folder))
            Refuses(settings, "another process is at work there");

        void Refuses(BenchmarkSettings other, string what) =>
            Should
                .Throw<BadInputException>(() => new BenchmarkRun(other, folder, new Observer()).Run())
                .Message.ShouldContain(what);
    }

    [Fact]
    public void What_was_wrong_before_anything_was_made_may_be_corrected()
    {
        var settings = TinyBenchmark.Of("naive-ce") with { Seeds = 1 };
        var folder = new BenchmarkFolder(_folder);
        void Fails(BenchmarkSettings wrong) =>
            Should.Throw<BadInputException>(() => new BenchmarkRun(wrong, folder, new Observer()).Run());
        Fails(settings with { Recipe = settings.Recipe with { Device = "banana" } });
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
        Fails(settings with { Anatomy = Path.Combine(_folder, "nowhere") });
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() =>
            new BenchmarkRun(settings, folder, new Observer()).Run(source.Token)
        );
    }
}
