using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Strategies;
using Concord.Learning.Tests.Training;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Strategies;

/// <summary>Every strategy goes through the same training and prediction.</summary>
public sealed class StrategyTests : IDisposable
{
    private readonly TinyData _data = new();

    public static TheoryData<string> All => [.. StrategyCatalog.All.Select(s => s.Name)];

    public void Dispose() => _data.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Learns_the_boxes_and_segments_them(string name)
    {
        // A softmax for each dataset learns from half as many voxels, and the lesions' has little to tell tissue by.
        var steps = name switch
        {
            "selective-ce" => 300,
            "multi-decoder" or "pseudo-label" => 120,
            _ => 60,
        };
        var run = Train(name, "run", steps);
        using var model = SegmentationModel.Load(run);
        // A box of white matter in the tissue dataset, and the lesion in it in the other: every strategy must have found most of
        // both by then, the naive ones too, which may take each for what its dataset calls it.
        foreach (var (set, structure) in new[] { (0, "wm"), (1, "wmh") })
        {
            var dataset = _data.Manifest.Datasets[set];
            var data = SubjectReader.Read(dataset, SubjectMatcher.Find(dataset)[0], model.Description.Sequences);
            var labels = model.Segment(data);
            var counts = Evaluation.JointCounts.Of(data.Candidates!, labels.Voxels);
            counts.Of(_data.Manifest.Space.IndexOf(structure)).Dice!.Value.ShouldBeGreaterThan(0.5, structure);
        }
    }

    [Theory]
    [InlineData("multi-unet")]
    [InlineData("multi-decoder")]
    [InlineData("pseudo-label")]
    public void Interrupted_and_resumed_gives_the_same_bytes(string name)
    {
        var whole = Train(name, "whole", steps: 8);
        // Of two networks, the second is interrupted in one run and the first in the other.
        foreach (var stop in new[] { 3, 11 })
        {
            var folder = Path.Combine(_data.Folder, $"stopped{stop}");
            using var source = new CancellationTokenSource();
            var observer = new StoppingObserver(stop, source);
            var recipe = TinyData.Recipe with { Strategy = name, Steps = 8 };
            try
            {
                Trainer.Run(_data.Manifest, recipe, folder, resume: false, observer, cancellation: source.Token);
                name.ShouldBe("multi-decoder", "it has one network and ends before the second stop");
            }
            catch (OperationCanceledException)
            {
                Trainer.Run(_data.Manifest, recipe, folder, resume: true, new SilentObserver());
            }

            foreach (var (own, other) in new RunFolder(whole).Networks().Zip(new RunFolder(folder).Networks()))
                File.ReadAllBytes(other.Run.Weights).ShouldBe(File.ReadAllBytes(own.Run.Weights), own.Name);
        }
    }

    [Fact]
    public void A_finished_network_is_not_trained_again()
    {
        var run = Train("multi-unet", "run", steps: 4);
        var first = new RunFolder(run).OfDataset("tissue").Weights;
        var before = File.GetLastWriteTimeUtc(first);
        File.Delete(new RunFolder(run).OfDataset("lesions").State);
        Trainer.Run(
            _data.Manifest,
            TinyData.Recipe with
            {
                Strategy = "multi-unet",
                Steps = 4,
            },
            run,
            resume: true,
            new SilentObserver()
        );
        File.GetLastWriteTimeUtc(first).ShouldBe(before);
    }

    [Fact]
    public void Pseudo_labels_stay_within_what_the_dataset_says()
    {
        var run = Train("pseudo-label", "run", steps: 8);
        foreach (var dataset in _data.Manifest.Datasets)
        foreach (var subject in SubjectMatcher.Find(dataset))
        {
            var path = Path.Combine(run, "pseudo-labels", dataset.Name, $"{subject.Id}_classes.nii.gz");
            if (!File.Exists(path))
                continue;
            var given = ImageFile.Open(path).ToLabels();
            var data = SubjectReader.Read(dataset, subject, ["T1"]);
            var maps = new float[_data.Manifest.Space.Count][];
            using var model = SegmentationModel.Load(new RunFolder(run).First.Path);
            model.Segment(data, (c, map) => maps[c] = [.. map.Voxels]);
            for (var i = 0; i < given.Voxels.Length; i++)
            {
                var set = dataset.Protocol!.Sets[data.Candidates!.Categories.Voxels[i]];
                set.Contains(given.Voxels[i]).ShouldBeTrue($"voxel {i} of {path}");
                // And the likeliest of the set; maps are kept in half precision.
                var likeliest = set.Classes.Max(c => maps[c][i]);
                maps[given.Voxels[i]][i].ShouldBeGreaterThan(likeliest - 2e-3f, $"voxel {i} of {path}");
            }
        }

        Directory
            .GetFiles(Path.Combine(run, "pseudo-labels"), "*", SearchOption.AllDirectories)
            .Length.ShouldBe(3, "two of tissue, one of lesions");
        // The same seed and the same loss: had it learnt from the datasets' own labels, it would be the first once more.
        var folder = new RunFolder(run);
        File.ReadAllBytes(folder.Weights).ShouldNotBe(File.ReadAllBytes(folder.First.Weights));
    }

    [Fact]
    public void Pseudo_labels_of_other_data_are_refused()
    {
        var run = Train("pseudo-label", "run", steps: 4);
        var given = Path.Combine(run, "pseudo-labels", "lesions");
        var path = Directory.GetFiles(given).Single();
        var labels = ImageFile.Open(path).ToLabels();
        // A lesion where the dataset says that there is none.
        Imaging.Formats.Nifti.NiftiWriter.Write(path, labels.With(Array.ConvertAll(labels.Voxels, _ => (byte)3)));
        var folder = new RunFolder(run);
        File.Delete(folder.State);
        var recipe = TinyData.Recipe with { Strategy = "pseudo-label", Steps = 4 };
        Should
            .Throw<Concord.Imaging.BadInputException>(() =>
                Trainer.Run(_data.Manifest, recipe, run, resume: true, new SilentObserver())
            )
            .Message.ShouldContain("has labels that the subject can't have");

        // Stopped between the two networks, it goes on with the same data only.
        File.Delete(folder.Split);
        var changed = Path.Combine(_data.Folder, "changed.yaml");
        var text = File.ReadAllText(Path.Combine(_data.Folder, "data.yaml"));
        File.WriteAllText(changed, text.Replace("2: wm", "2: [wm, wmh]"));
        Should
            .Throw<Concord.Imaging.BadInputException>(() =>
                Trainer.Run(
                    Labels.Manifests.ManifestReader.Read(changed),
                    recipe,
                    run,
                    resume: true,
                    new SilentObserver()
                )
            )
            .Message.ShouldContain("another manifest");
        foreach (var kind in new[] { "T1", "labels" })
            File.Copy(
                Path.Combine(_data.Folder, "tissue", $"s0_{kind}.nii.gz"),
                Path.Combine(_data.Folder, "tissue", $"new_{kind}.nii.gz")
            );
        Should
            .Throw<Concord.Imaging.BadInputException>(() =>
                Trainer.Run(_data.Manifest, recipe, run, resume: true, new SilentObserver())
            )
            .Message.ShouldContain("other subjects");
    }

    [Fact]
    public void A_pseudo_label_run_cannot_be_prolonged()
    {
        var run = Train("pseudo-label", "run", steps: 4);
        var recipe = TinyData.Recipe with { Strategy = "pseudo-label", Steps = 6 };
        Should
            .Throw<BadInputException>(() =>
                Trainer.Run(_data.Manifest, recipe, run, resume: true, new SilentObserver())
            )
            .Message.ShouldContain("prolonged");
    }

    [Fact]
    public void Multi_unet_takes_each_datasets_own_sequences_and_the_shared_one_only_theirs()
    {
        var yaml = File.ReadAllText(_data.Manifest.Path)
            .Replace(
                "sequences: { T1: \"*_T1.nii.gz\" }\n    labels: \"*_labels.nii.gz\"\n    protocol: { 0: background",
                "sequences: { IR: \"*_T1.nii.gz\", T1: \"*_T1.nii.gz\" }\n    labels: \"*_labels.nii.gz\"\n    protocol: { 0: background",
                StringComparison.Ordinal
            );
        var manifest = ManifestReader.Parse(yaml, _data.Manifest.Path);
        manifest.Datasets[0].Sequences.Count.ShouldBe(2);
        foreach (var (name, own) in new[] { ("multi-unet", 2), ("multi-unet-shared", 1) })
        {
            var folder = Path.Combine(_data.Folder, name);
            var recipe = TinyData.Recipe with { Strategy = name, Steps = 2 };
            Trainer.Run(manifest, recipe, folder, resume: false, new SilentObserver());
            using var model = SegmentationModel.Load(folder);
            model.Description.Members!.Count.ShouldBe(2);
            model.Description.Sequences.Count.ShouldBe(own);
            ModelDescription.Read(new RunFolder(folder).OfDataset("lesions").Model).Sequences.ShouldBe(["T1"]);
            var subject = SubjectMatcher.Find(manifest.Datasets[0])[0];
            var data = SubjectReader.Read(manifest.Datasets[0], subject, model.Description.Sequences);
            model.Segment(data).Size.ShouldBe(data.Geometry.Size);
        }
    }

    [Fact]
    public void The_probabilities_of_several_networks_sum_to_one()
    {
        var run = Train("multi-unet", "run", steps: 10);
        using var model = SegmentationModel.Load(run);
        var subject = SubjectMatcher.Find(_data.Manifest.Datasets[1])[0];
        var data = SubjectReader.Read(_data.Manifest.Datasets[1], subject, ["T1"]);
        var sum = new float[data.Geometry.Size.Voxels];
        var best = new float[sum.Length];
        var likeliest = new byte[sum.Length];
        var labels = model.Segment(
            data,
            (c, map) =>
            {
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += map.Voxels[i];
                    if (map.Voxels[i] > best[i])
                        (best[i], likeliest[i]) = (map.Voxels[i], (byte)c);
                }
            }
        );
        sum.ShouldAllBe(v => Math.Abs(v - 1) < 1e-3);
        labels.Voxels.ShouldBe(likeliest);
    }

    // What is air in one network's sequences may be something in another's.
    [Theory]
    [InlineData("multi-unet", false)]
    [InlineData("ace", true)]
    public void Only_a_network_alone_takes_air_for_certain(string strategy, bool isCertain)
    {
        var run = Train(strategy, "run", steps: 4);
        using var model = SegmentationModel.Load(run);
        var dataset = _data.Manifest.Datasets[1];
        var data = SubjectReader.Read(dataset, SubjectMatcher.Find(dataset)[0], ["T1"]);
        // The same head at the lower end of a long field of view.
        var size = new GridSize(data.Geometry.Size.X, data.Geometry.Size.Y, 96);
        var image = new Volume<float>(new(size, data.Geometry.Affine));
        data.Images[0].Voxels.CopyTo(image.Voxels, 0);
        var far = size.X * size.Y * 90;
        var background = new float[size.Voxels];
        model.Segment(
            data with
            {
                Images = [image],
                Candidates = null,
            },
            (c, map) =>
            {
                if (c == 0)
                    map.Voxels.CopyTo(background, 0);
            }
        );
        background[far..].All(p => p >= 1).ShouldBe(isCertain);
    }

    private string Train(string strategy, string name, int steps)
    {
        var folder = Path.Combine(_data.Folder, name);
        var recipe = TinyData.Recipe with { Strategy = strategy, Steps = steps };
        Trainer.Run(_data.Manifest, recipe, folder, resume: false, new SilentObserver());
        return folder;
    }

    private sealed class StoppingObserver(int steps, CancellationTokenSource source) : ITrainingObserver
    {
        private int _steps;

        public void Note(string message) { }

        public void Progressed(string what, double part) { }

        public void Stepped(long step, long ofSteps, double loss, double stepsPerSecond)
        {
            if (++_steps == steps)
                source.Cancel();
        }

        public void Validated(long step, IReadOnlyList<Evaluation.ScoreSummary> scores) { }
    }
}
