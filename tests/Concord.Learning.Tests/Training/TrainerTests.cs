using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Recipes;
using Concord.Learning.Training;
using TorchSharp;

namespace Concord.Learning.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly Recipe Small = TinyData.Recipe;

    private readonly TinyData _data = new();

    public void Dispose() => _data.Dispose();

    private string Run(
        string name,
        Recipe recipe,
        SilentObserver? observer = null,
        bool resume = false,
        CancellationToken stop = default
    )
    {
        var folder = Path.Combine(_data.Folder, name);
        Trainer.Run(_data.Manifest, recipe, folder, resume, observer ?? new SilentObserver(), cancellation: stop);
        return folder;
    }

    [Fact]
    public void Resumes_to_the_same_bytes_as_an_undisturbed_run()
    {
        var whole = new RunFolder(Run("whole", Small));
        using var stop = new CancellationTokenSource();
        var observer = new SilentObserver(step =>
        {
            if (step == 5)
                stop.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => Run("parts", Small, observer, stop: stop.Token));
        var parts = new RunFolder(Run("parts", Small, resume: true));
        File.ReadAllBytes(parts.Weights).ShouldBe(File.ReadAllBytes(whole.Weights));
        File.ReadAllBytes(parts.State).ShouldBe(File.ReadAllBytes(whole.State));
        File.ReadLines(parts.Log).Count().ShouldBe(Small.Steps);
        // No step is measured that an undisturbed run doesn't measure.
        File.ReadAllText(parts.Metrics).ShouldBe(File.ReadAllText(whole.Metrics));
    }

    [Fact]
    public void A_run_that_is_stopped_in_a_validation_measures_when_it_goes_on()
    {
        var recipe = Small with { ValidationSteps = 4 };
        var whole = new RunFolder(Run("whole", recipe));
        using var stop = new CancellationTokenSource();
        var observer = new SilentObserver(step =>
        {
            if (step == 4)
                stop.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => Run("parts", recipe, observer, stop: stop.Token));
        var parts = new RunFolder(Path.Combine(_data.Folder, "parts"));
        observer.Scores.ShouldBeEmpty();
        TrainingState.StepsOf(parts).ShouldBe(4);
        var measured = new List<long>();
        Run("parts", recipe, new SilentObserver(onValidation: measured.Add), resume: true);
        measured.ShouldBe([4, 8, 12]);
        File.ReadAllText(parts.Metrics).ShouldBe(File.ReadAllText(whole.Metrics));
        File.ReadAllBytes(parts.Weights).ShouldBe(File.ReadAllBytes(whole.Weights));
    }

    // Of a hundred subjects it takes longer than a system waits that wants to stop a job.
    [Theory]
    [InlineData("ace", 1)]
    [InlineData("multi-unet", 2)]
    public void A_run_that_is_stopped_in_the_last_validation_has_its_steps(string strategy, int networks)
    {
        var recipe = Small with { Strategy = strategy };
        using var stop = new CancellationTokenSource();
        var begun = 0;
        var observer = new SilentObserver(step =>
        {
            // Of the last network: the tissue set has nobody to be measured on.
            if (step == Small.Steps && ++begun == networks)
                stop.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => Run("parts", recipe, observer, stop: stop.Token));
        var parts = new RunFolder(Path.Combine(_data.Folder, "parts"));
        var last = Measured(parts);
        TrainingState.StepsOf(last).ShouldBe(Small.Steps);
        File.Exists(last.Metrics).ShouldBeFalse();
        var (taken, measured) = (0, new List<long>());
        var second = new SilentObserver(_ => taken++, measured.Add);
        Run("parts", recipe, second, resume: true);
        (taken, measured.Count).ShouldBe((0, 1));
        Run("parts", recipe, second, resume: true);
        (taken, measured.Count).ShouldBe((0, 1), "what is done is done");
        var whole = Measured(new RunFolder(Run("whole", recipe)));
        File.ReadAllText(last.Metrics).ShouldBe(File.ReadAllText(whole.Metrics));
        File.ReadAllBytes(last.State).ShouldBe(File.ReadAllBytes(whole.State));

        static RunFolder Measured(RunFolder run) => run.Networks().Single(n => n.Name != "tissue").Run;
    }

    // The loss on the same patches is looked at more often than subjects are measured.
    [Fact]
    public void A_run_that_ends_earlier_than_it_was_meant_to_is_measured_there()
    {
        var recipe = Small with { ValidationLossSteps = 4, CheckpointSeconds = 0 };
        using var stop = new CancellationTokenSource();
        var first = new SilentObserver(step =>
        {
            if (step == 8)
                stop.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => Run("parts", recipe, first, stop: stop.Token));
        var measured = new List<long>();
        var second = new SilentObserver(onValidation: measured.Add);
        var run = new RunFolder(Run("parts", recipe with { Steps = 8 }, second, resume: true));
        measured.ShouldBe([8]);
        File.ReadAllText(run.Metrics).ShouldContain(",dice,");
    }

    [Fact]
    public void What_has_been_measured_is_not_measured_again()
    {
        var recipe = Small with { ValidationSteps = 4, CheckpointSeconds = 0 };
        using var stop = new CancellationTokenSource();
        // After the validation of step 4, whose checkpoint follows at once.
        var first = new SilentObserver(onValidation: _ => stop.Cancel());
        Should.Throw<OperationCanceledException>(() => Run("parts", recipe, first, stop: stop.Token));
        TrainingState.StepsOf(new(Path.Combine(_data.Folder, "parts"))).ShouldBe(4);
        var measured = new List<long>();
        Run("parts", recipe, new SilentObserver(onValidation: measured.Add), resume: true);
        measured.ShouldBe([8, 12]);
    }

    // What users name so in a run's folder is theirs.
    [Fact]
    public void Leaves_a_folder_named_cache_alone()
    {
        var folder = Run("mine", Small with { Steps = 1 });
        var file = Path.Combine(folder, "cache", "a.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        Run("mine", Small with { Steps = 2 }, resume: true);
        File.Exists(file).ShouldBeTrue();
    }

    [Fact]
    public void A_run_that_is_stopped_while_subjects_are_read_leaves_nothing()
    {
        Should.Throw<OperationCanceledException>(() =>
            Run("never", Small, stop: new CancellationToken(canceled: true))
        );
        Directory.Exists(Path.Combine(_data.Folder, "never")).ShouldBeFalse();
    }

    [Fact]
    public void One_process_at_a_time_trains_in_a_folder()
    {
        var folder = Run("busy", Small with { Steps = 1 });
        var before = File.ReadAllBytes(new RunFolder(folder).State);
        using (FolderLock.Take(folder))
            Should
                .Throw<BadInputException>(() => Run("busy", Small with { Steps = 2 }, resume: true))
                .Problem.ShouldBe("another process is at work there");
        File.ReadAllBytes(new RunFolder(folder).State).ShouldBe(before);
        Run("busy", Small with { Steps = 2 }, resume: true);
    }

    [Fact]
    public void Refuses_more_voxels_than_a_batch_can_hold() =>
        Should
            .Throw<BadInputException>(() => Run("vast", Small with { Patch = [1024, 1024, 1024], Batch = 8 }))
            .Problem.ShouldBe("8 patches of 1024x1024x1024 are too many voxels");

    [Fact]
    public void Gives_the_same_bytes_for_the_same_seed_and_others_for_another()
    {
        var first = new RunFolder(Run("a", Small));
        var again = new RunFolder(Run("b", Small));
        var other = new RunFolder(Run("c", Small with { Seed = 2 }));
        File.ReadAllBytes(again.Weights).ShouldBe(File.ReadAllBytes(first.Weights));
        File.ReadAllBytes(other.Weights).ShouldNotBe(File.ReadAllBytes(first.Weights));
    }

    [Fact]
    public void Gives_the_same_bytes_with_one_worker_and_with_four()
    {
        var recipe = Small with { Mirror = true, Intensity = 0.1 };
        var one = new RunFolder(Run("one", recipe));
        var four = new RunFolder(Run("four", recipe with { Workers = 4 }));
        File.ReadAllBytes(four.Weights).ShouldBe(File.ReadAllBytes(one.Weights));
        File.ReadAllBytes(four.State).ShouldBe(File.ReadAllBytes(one.State));
    }

    [Theory]
    [InlineData("batch", "ace", "float32")]
    [InlineData("instance", "ace", "float32")]
    [InlineData("batch", "multi-decoder", "float32")]
    [InlineData("batch", "ace", "bfloat16")]
    [InlineData("batch", "ace-dice", "float32")]
    public void Gives_the_same_bytes_when_blocks_are_computed_again(string norm, string strategy, string precision)
    {
        var recipe = Small with
        {
            Strategy = strategy,
            Steps = 5,
            Precision = precision,
            Network = Small.Network with { Norm = norm, Levels = 3 },
        };
        var kept = new RunFolder(Run("kept", recipe));
        var again = new RunFolder(Run("again", recipe with { Network = recipe.Network with { Recompute = true } }));
        File.ReadAllBytes(again.Weights).ShouldBe(File.ReadAllBytes(kept.Weights));
    }

    [Theory]
    [InlineData(2000, false)]
    [InlineData(300, true)]
    public void Leaves_no_tensor_alive_over_many_steps(int steps, bool recompute)
    {
        var live = new List<long>();
        Run(
            "live",
            Small with
            {
                Network = new()
                {
                    Width = 2,
                    Levels = 2,
                    Recompute = recompute,
                },
                Patch = [4, 4, 4],
                Batch = 1,
                Steps = steps,
            },
            new SilentObserver(_ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount))
        );
        live.Skip(5).Distinct().Count().ShouldBe(1, string.Join(' ', live));
    }

    [Fact]
    public void Learns_the_toy()
    {
        var observer = new SilentObserver();
        Run("learn", Small with { Steps = 120, Decay = 0.5 }, observer);
        observer.Losses.TakeLast(10).Average().ShouldBeLessThan(0.5 * observer.Losses.Take(10).Average());
        observer.Scores.Single(s => s.Structure == "wmh").Mean!.Value.ShouldBeGreaterThan(0.6);
    }

    [Theory]
    [InlineData("ace")]
    [InlineData("naive-ce")]
    [InlineData("naive-dice")]
    public void Trains_by_each_kind_of_label(string strategy)
    {
        var observer = new SilentObserver();
        Run(strategy, Small with { Strategy = strategy, Steps = 3 }, observer);
        observer.Losses.ShouldAllBe(l => double.IsFinite(l) && l > 0);
    }

    [Fact]
    public void Pads_volumes_thinner_than_a_patch()
    {
        using var thin = new TinyData(depth: 6);
        var folder = Path.Combine(thin.Folder, "run");
        var observer = new SilentObserver();
        Trainer.Run(thin.Manifest, Small with { Patch = [8, 8, 16], Steps = 3 }, folder, resume: false, observer);
        observer.Losses.ShouldAllBe(l => double.IsFinite(l));
    }

    [Fact]
    public void Refuses_a_folder_that_is_not_empty() =>
        Should
            .Throw<BadInputException>(() =>
            {
                Run("twice", Small with { Steps = 1 });
                Run("twice", Small with { Steps = 1 });
            })
            .Problem.ShouldBe("is not empty");

    [Fact]
    public void A_run_that_was_killed_before_its_first_checkpoint_starts_again()
    {
        var whole = new RunFolder(Run("whole", Small));
        var killed = new RunFolder(Run("killed", Small));
        File.Delete(killed.State);
        File.Delete(killed.Weights);
        File.WriteAllText(Path.Combine(killed.Path, ".state.safetensors.1-2.tmp"), "half");
        Run("killed", Small, resume: true);
        File.ReadAllBytes(killed.State).ShouldBe(File.ReadAllBytes(whole.State));
        File.ReadLines(killed.Log).Count().ShouldBe(Small.Steps);
        Directory.GetFiles(killed.Path, ".*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public void Leaves_no_folder_where_nothing_can_be_learnt()
    {
        var path = Path.Combine(_data.Folder, "any.yaml");
        File.WriteAllText(
            path,
            File.ReadAllText(Path.Combine(_data.Folder, "data.yaml")).Replace("0: not [wmh], 1: wmh", "0: any, 1: any")
        );
        var run = Path.Combine(_data.Folder, "run");
        var refusal = Should.Throw<BadInputException>(() =>
            Trainer.Run(ManifestReader.Read(path), Small, run, resume: false, new SilentObserver())
        );
        refusal.Message.ShouldStartWith("lesions: has no labelled voxel to learn from");
        Directory.Exists(run).ShouldBeFalse();
    }

    [Fact]
    public void Refuses_to_resume_with_another_recipe()
    {
        Run("recipe", Small with { Steps = 1 });
        Should
            .Throw<BadInputException>(() => Run("recipe", Small with { Steps = 2, LearningRate = 1 }, resume: true))
            .Problem.ShouldBe("was begun with another recipe");
        Run("recipe", Small with { Steps = 2, CheckpointSeconds = 7, Workers = 2 }, resume: true);
        Should
            .Throw<BadInputException>(() => Run("recipe", Small with { Steps = 1 }, resume: true))
            .Problem.ShouldBe("has taken 2 steps already");
    }

    [Fact]
    public void Refuses_to_resume_on_other_data()
    {
        Run("other", Small with { Steps = 1 });
        var changed = Path.Combine(_data.Folder, "changed.yaml");
        File.WriteAllText(
            changed,
            File.ReadAllText(Path.Combine(_data.Folder, "data.yaml")).Replace("2: wm", "2: [wm, wmh]")
        );
        var run = Path.Combine(_data.Folder, "other");
        Should
            .Throw<BadInputException>(() =>
                Trainer.Run(
                    ManifestReader.Read(changed),
                    Small with
                    {
                        Steps = 2,
                    },
                    run,
                    resume: true,
                    new SilentObserver()
                )
            )
            .Problem.ShouldBe("was begun with another manifest");
        foreach (var kind in new[] { "T1", "labels" })
            File.Copy(
                Path.Combine(_data.Folder, "tissue", $"s0_{kind}.nii.gz"),
                Path.Combine(_data.Folder, "tissue", $"new_{kind}.nii.gz")
            );
        Should
            .Throw<BadInputException>(() => Run("other", Small with { Steps = 2 }, resume: true))
            .Problem.ShouldBe("was begun with other subjects");
    }

    [Fact]
    public void Weights_that_are_no_longer_finite_replace_no_checkpoint()
    {
        // The loss of the only step is finite: it was computed before the weights went.
        Should
            .Throw<TrainingFailedException>(() => Run("infinite", Small with { Steps = 1, LearningRate = double.NaN }))
            .Message.ShouldContain("a weight is no longer finite at step 1");
        File.Exists(new RunFolder(Path.Combine(_data.Folder, "infinite")).State).ShouldBeFalse();
        Should.Throw<TrainingFailedException>(() =>
            Run("due", Small with { Steps = 2, LearningRate = double.NaN, CheckpointSeconds = 0 })
        );
        File.Exists(new RunFolder(Path.Combine(_data.Folder, "due")).State).ShouldBeFalse();
    }

    [Fact]
    public void Validation_subjects_without_a_label_that_says_something_have_no_loss()
    {
        var folder = Path.Combine(_data.Folder, "lesions");
        var healthy = Path.Combine(folder, "s3_labels.nii.gz");
        var labels = ImageFile.Open(healthy).ToLabels();
        Imaging.Formats.Nifti.NiftiWriter.Write(healthy, new Volume<byte>(labels.Geometry));
        var path = Path.Combine(_data.Folder, "any.yaml");
        var text = File.ReadAllText(Path.Combine(_data.Folder, "data.yaml"));
        text = text.Replace("0: not [wmh], 1: wmh", "0: any, 1: wmh").Replace("0.5", "[s3]");
        File.WriteAllText(path, text);
        var run = new RunFolder(Path.Combine(_data.Folder, "run"));
        var recipe = Small with { Steps = 4, ValidationLossSteps = 2 };
        Trainer.Run(ManifestReader.Read(path), recipe, run.Path, resume: false, new SilentObserver());
        TrainingProgress.StepsOf(run).ShouldBe(4);
        TrainingProgress.ValidationLossOf(run).ShouldBeEmpty();
    }

    [Fact]
    public void Validation_loss_is_of_the_validation_subjects()
    {
        // Their images are made unlike the others': with the same seed only their own loss changes.
        double LossOf(string name)
        {
            var recipe = Small with { Steps = 4, ValidationLossSteps = 2 };
            var run = new RunFolder(Run(name, recipe));
            return TrainingProgress.ValidationLossOf(run)[0].Loss;
        }

        var before = LossOf("before");
        var validation = File.ReadLines(Path.Combine(_data.Folder, "before", "split.tsv"))
            .Select(l => l.Split('\t'))
            .Single(l => l[2] == "validation")[1];
        var path = Path.Combine(_data.Folder, "lesions", $"{validation}_T1.nii.gz");
        var image = ImageFile.Open(path).ToIntensities();
        var turned = image.With(Array.ConvertAll(image.Voxels, v => -v));
        Imaging.Formats.Nifti.NiftiWriter.Write(path, turned);
        LossOf("after").ShouldNotBe(before);
        var weights = new[] { "before", "after" }.Select(r => new RunFolder(Path.Combine(_data.Folder, r)).Weights);
        weights
            .Select(File.ReadAllBytes)
            .Select(Convert.ToHexString)
            .Distinct()
            .Count()
            .ShouldBe(1, "learnt from others");
    }

    [Fact]
    public void The_learning_rate_falls_over_the_last_part_of_the_steps()
    {
        var run = new RunFolder(Run("decay", Small with { Steps = 10, Decay = 0.4 }));
        var rates = File.ReadLines(run.Log)
            .Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("learning_rate").GetDouble())
            .ToList();
        double[] expected = [.. Enumerable.Repeat(0.01, 7), 0.0075, 0.005, 0.0025];
        for (var i = 0; i < 10; i++)
            rates[i].ShouldBe(expected[i], 1e-12, $"step {i + 1}");
    }

    [Theory]
    [InlineData("ace")]
    [InlineData("multi-unet")]
    public void A_scan_that_is_kept_in_one_dataset_is_not_learnt_from_in_another(string strategy)
    {
        var path = Path.Combine(_data.Folder, "shared.yaml");
        var text = File.ReadAllText(Path.Combine(_data.Folder, "data.yaml"));
        var again = """

              - name: again
                root: lesions
                sequences: { T1: "*_T1.nii.gz" }
                labels: "*_labels.nii.gz"
                protocol: { 0: not [wmh], 1: wmh }

            """;
        File.WriteAllText(path, text + again);
        var run = Path.Combine(_data.Folder, "run");
        var refusal = Should.Throw<BadInputException>(() =>
            Trainer.Run(
                ManifestReader.Read(path),
                Small with
                {
                    Strategy = strategy,
                },
                run,
                resume: false,
                new SilentObserver()
            )
        );
        refusal.Message.ShouldContain(
            "_T1.nii.gz: would be learnt from in again, and is kept for validation in lesions"
        );
        // Kept in both it is no matter.
        File.WriteAllText(path, (text + again + "    split: { validation: [s3] }\n").Replace("0.5", "[s3]"));
        Trainer.Run(
            ManifestReader.Read(path),
            Small with
            {
                Strategy = strategy,
                Steps = 1,
            },
            run,
            resume: false,
            new SilentObserver()
        );
    }
}
