using System.Text.Json;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Formats.Nifti;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;
using Concord.Learning.Recipes;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Training;

/// <summary>The options of <c>preparation</c>, from the recipe through training to prediction.</summary>
public sealed class PreparationTests : IDisposable
{
    private static readonly Recipe Small = TinyData.Recipe with { Steps = 4, Spacing = [2, 2, 2.5] };

    private readonly TinyData _data = new();

    public static MatrixTheoryData<string, string> Chains =>
        new(["none", "n4"], [.. IntensityScales.All.Select(s => s.Word)]);

    public void Dispose() => _data.Dispose();

    private RunFolder Run(string name, Recipe recipe, bool resume = false, CancellationToken stop = default)
    {
        var run = new RunFolder(Path.Combine(_data.Folder, name));
        Trainer.Run(_data.Manifest, recipe, run.Path, resume, new SilentObserver(), cancellation: stop);
        return run;
    }

    private SubjectData Scan(int dataset, int subject)
    {
        var set = _data.Manifest.Datasets[dataset];
        return SubjectReader.Read(set, SubjectMatcher.Find(set)[subject], ["T1"]);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void Prediction_prepares_to_the_byte_what_training_did(string bias, string intensities)
    {
        var recipe = Small with { BiasField = bias, Intensities = intensities };
        var run = Run("run", recipe);
        using var model = (NetworkModel)SegmentationModel.Load(run.Path);
        model.Description.Preparation.Scale.Word.ShouldBe(intensities);
        model.Description.Preparation.BiasField.ShouldBe(bias == "n4" ? BiasFieldCorrection.Name : null);
        var data = TrainingData.Load(_data.Manifest, recipe);
        foreach (var subject in data.Training.Concat(data.Validation))
        {
            var scans = new[] { Scan(subject.Dataset, 0), Scan(subject.Dataset, 1) };
            var again = model.Prepare(scans.Single(s => s.Subject.Id == subject.Image.Id));
            again.Channels[0].ToArray().ShouldBe(subject.Image.Channels[0].ToArray());
            subject.Image.Channels[0].ToArray().ShouldAllBe(v => Half.IsFinite(v));
        }

        model.Segment(Scan(0, 0)).Voxels.ShouldAllBe(c => c < 4);
    }

    [Fact]
    public void Each_chain_is_another_network()
    {
        var weights = new List<string>();
        foreach (var bias in new[] { "none", "n4" })
        foreach (var scale in IntensityScales.All)
        {
            var run = Run(bias + scale.Word, Small with { Steps = 1, BiasField = bias, Intensities = scale.Word });
            weights.Add(Convert.ToHexString(File.ReadAllBytes(run.Weights)));
        }

        weights.Distinct().Count().ShouldBe(6);
    }

    // On the working grid, within the mask; then the scale.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bias_fields_go_before_intensities(bool isMasked)
    {
        var scan = Scan(0, 0);
        var image = scan.Images[0];
        for (var i = 0; i < image.Voxels.Length; i++)
            image.Voxels[i] *= 1 + i % 24 / 24f;
        if (isMasked)
            scan = scan with { Mask = image.With(Array.ConvertAll(image.Voxels, v => v > 60 ? (byte)1 : (byte)0)) };
        var preparation = new Preparation
        {
            Spacing = [2, 2, 2.5],
            IsMasked = isMasked,
            BiasField = BiasFieldCorrection.Name,
            Normalization = new ZScoreScale().Name,
        };
        var made = PreparedImage.Make(scan, preparation);
        var grid = new WorkingGrid(image.Geometry, preparation.VoxelSize, scan.Mask);
        var mask = scan.Mask is null ? null : grid.Bring(scan.Mask);
        var corrected = BiasFieldCorrection.Apply(grid.Bring(image), mask, "t1");
        var expected = new ZScoreScale().Apply(corrected, mask, "t1").Voxels;
        made.Channels[0].ToArray().ShouldBe(Array.ConvertAll(expected, v => (Half)v));
        var without = PreparedImage.Make(scan, preparation with { BiasField = null }).Channels[0].ToArray();
        made.Channels[0].ToArray().ShouldNotBe(without);
    }

    [Fact]
    public void The_standard_is_that_of_the_training_subjects_alone()
    {
        var recipe = Small with { Intensities = "nyul" };
        var data = TrainingData.Load(_data.Manifest, recipe);
        var before = data.Preparation.StandardOf("T1")!;
        var kept = data.Validation.ShouldHaveSingleItem().Image.Id;
        Remap(Path.Combine(_data.Folder, "lesions", $"{kept}_T1.nii.gz"));
        TrainingData.Load(_data.Manifest, recipe).Preparation.StandardOf("T1").ShouldBe(before);
        Remap(Path.Combine(_data.Folder, "tissue", "s0_T1.nii.gz"));
        TrainingData.Load(_data.Manifest, recipe).Preparation.StandardOf("T1").ShouldNotBe(before);

        static void Remap(string path)
        {
            var scan = ImageFile.Open(path).ToIntensities();
            NiftiWriter.Write(path, scan.With(Array.ConvertAll(scan.Voxels, v => v * v)));
        }
    }

    [Fact]
    public void A_new_scan_is_prepared_by_the_standard_of_the_training()
    {
        var run = Run("run", Small with { Intensities = "nyul" });
        using var model = (NetworkModel)SegmentationModel.Load(run.Path);
        var scan = Scan(0, 0);
        var before = model.Prepare(scan).Channels[0].ToArray().Select(v => (float)v).ToList();
        // The scan of another scanner.
        var other = scan with
        {
            Images = [scan.Images[0].With(Array.ConvertAll(scan.Images[0].Voxels, v => 3 * v))],
        };
        model.Prepare(other).Channels[0].ToArray().Select(v => (float)v).ShouldBe(before, 0.01);
        // And by no other.
        var text = File.ReadAllText(run.Model);
        var standard = model.Description.Preparation.StandardOf("T1")!;
        var (second, first) = (JsonSerializer.Serialize(standard[1]), JsonSerializer.Serialize(standard[0]));
        File.WriteAllText(run.Model, text.Replace(second, first, StringComparison.Ordinal));
        using var changed = (NetworkModel)SegmentationModel.Load(run.Path);
        var after = changed.Prepare(scan).Channels[0].ToArray();
        after.Zip(before).Max(p => Math.Abs((float)p.First - p.Second)).ShouldBeGreaterThan(0.05f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_learnt_scale_resumes_to_the_same_bytes(bool isCached)
    {
        var recipe = Small with { Intensities = "nyul", Cache = isCached ? Path.Combine(_data.Folder, "kept") : null };
        var whole = Run("whole", recipe);
        using var stop = new CancellationTokenSource();
        var parts = new RunFolder(Path.Combine(_data.Folder, "parts"));
        var observer = new SilentObserver(step =>
        {
            if (step == 2)
                stop.Cancel();
        });
        Should.Throw<OperationCanceledException>(() =>
            Trainer.Run(_data.Manifest, recipe, parts.Path, false, observer, cancellation: stop.Token)
        );
        Run("parts", recipe, resume: true);
        File.ReadAllBytes(parts.State).ShouldBe(File.ReadAllBytes(whole.State));
        File.ReadAllText(parts.Model).ShouldBe(File.ReadAllText(whole.Model));
    }

    [Fact]
    public void A_run_is_not_resumed_on_another_scale()
    {
        Run("run", Small);
        Should
            .Throw<BadInputException>(() => Run("run", Small with { Intensities = "nyul" }, resume: true))
            .Problem.ShouldBe("was begun with another recipe");
        Should
            .Throw<BadInputException>(() => Run("run", Small with { BiasField = "n4" }, resume: true))
            .Problem.ShouldBe("was begun with another recipe");
    }

    [Fact]
    public void A_cache_keeps_scales_and_standards_apart()
    {
        var folder = Path.Combine(_data.Folder, "kept");
        TrainingData Load(string chain, SubjectCache? cache)
        {
            var words = chain.Split(' ');
            var recipe = Small with { BiasField = words[0], Intensities = words[1] };
            return TrainingData.Load(_data.Manifest, recipe, cache: cache);
        }

        // Images and labels of four subjects; of three that are learnt from also what was measured.
        foreach (
            var (chain, files) in new[]
            {
                ("none median", 8),
                ("none zscore", 16),
                ("none nyul", 27),
                ("n4 median", 35),
                ("n4 nyul", 46),
                ("none median", 46),
                ("n4 nyul", 46),
            }
        )
        {
            using (var cache = new SubjectCache(folder))
            {
                var found = Load(chain, cache);
                var expected = Load(chain, null);
                found.Preparation.StandardOf("T1").ShouldBe(expected.Preparation.StandardOf("T1"));
                foreach (var (a, b) in found.Training.Zip(expected.Training))
                    a.Image.Channels[0].ToArray().ShouldBe(b.Image.Channels[0].ToArray());
            }

            Directory.GetFiles(folder).Length.ShouldBe(files, chain);
        }

        // Another subject to learn from is another standard, so that nobody's image is the same.
        var first = Path.Combine(_data.Folder, "tissue/s0_T1.nii.gz");
        var scan = ImageFile.Open(first).ToIntensities();
        NiftiWriter.Write(first, scan.With(Array.ConvertAll(scan.Voxels, v => v * v)));
        using (var cache = new SubjectCache(folder))
            Load("n4 nyul", cache);
        Directory.GetFiles(folder).Length.ShouldBe(46 + 8 + 1);
    }

    [Fact]
    public void Networks_of_datasets_have_standards_of_their_own_sequences()
    {
        // Lesions also have FLAIR, which the other dataset lacks.
        foreach (var file in Directory.GetFiles(Path.Combine(_data.Folder, "lesions"), "*_T1.nii.gz"))
        {
            var t1 = ImageFile.Open(file).ToIntensities();
            var other = t1.With(Array.ConvertAll(t1.Voxels, v => v * v));
            NiftiWriter.Write(file.Replace("_T1", "_FLAIR", StringComparison.Ordinal), other);
        }

        var path = Path.Combine(_data.Folder, "both.yaml");
        var sets = File.ReadAllText(Path.Combine(_data.Folder, "data.yaml")).Split("root: lesions");
        var second = sets[1].Replace("_T1.nii.gz\" }", "_T1.nii.gz\", FLAIR: \"*_FLAIR.nii.gz\" }");
        File.WriteAllText(path, $"{sets[0]}root: lesions{second}");
        var flair = ManifestReader.Read(path);
        var run = new RunFolder(Path.Combine(_data.Folder, "run"));
        var recipe = Small with { Intensities = "nyul", Strategy = "multi-unet" };
        Trainer.Run(flair, recipe, run.Path, resume: false, new SilentObserver());
        var (tissue, lesions) = (Of("tissue"), Of("lesions"));
        tissue.Keys.ShouldBe(["T1"]);
        lesions.Keys.Order().ShouldBe(["FLAIR", "T1"]);
        lesions["T1"].ShouldNotBe(tissue["T1"]);
        ModelDescription.Read(run.Model).Preparation.Standards.ShouldBeNull();
        using var model = SegmentationModel.Load(run.Path);
        var set = flair.Datasets[1];
        var scan = SubjectReader.Read(set, SubjectMatcher.Find(set)[0], model.Description.Sequences);
        model.Segment(scan).Voxels.ShouldAllBe(c => c < 4);

        IReadOnlyDictionary<string, IReadOnlyList<double>> Of(string dataset) =>
            ModelDescription.Read(run.OfDataset(dataset).Model).Preparation.Standards!;
    }

    [Fact]
    public void An_image_without_contrast_is_named()
    {
        var path = Path.Combine(_data.Folder, "tissue", "s0_T1.nii.gz");
        var scan = ImageFile.Open(path).ToIntensities();
        NiftiWriter.Write(path, scan.With(Array.ConvertAll(scan.Voxels, _ => 7f)));
        foreach (var scale in IntensityScales.All)
            Should
                .Throw<BadInputException>(() => Run(scale.Word, Small with { Intensities = scale.Word }))
                .Culprit.ShouldBe(path);
    }
}
