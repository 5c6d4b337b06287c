using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Tests.Training;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Inference;

public sealed class SegmentationRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private Subject Scan(string place, float value)
    {
        var geometry = new VolumeGeometry(new(2, 1, 1), Affine.Identity);
        foreach (var name in new[] { "T1", "FLAIR", "mask" })
            NiftiWriter.Write(In($"{place}/{name}.nii"), new Volume<float>(geometry, [value, name.Length]));
        return new(
            "input",
            "a",
            new Dictionary<string, string> { ["T1"] = In($"{place}/T1.nii"), ["FLAIR"] = In($"{place}/FLAIR.nii") },
            null,
            In($"{place}/mask.nii")
        );
    }

    private static DatasetDefinition Dataset(MaskKind mask = MaskKind.None) =>
        new()
        {
            Name = "input",
            Root = ".",
            Sequences = [],
            Source = "-i",
            Mask = new(mask),
        };

    [Theory]
    [InlineData("ace")]
    [InlineData("multi-unet")]
    public void Changes_with_all_that_a_segmentation_is_made_of_and_with_nothing_else(string strategy)
    {
        using var data = new TinyData();
        var recipe = TinyData.Recipe with { Tile = [16, 16, 8], Steps = 1, Strategy = strategy };
        var run = In("run");
        Trainer.Run(data.Manifest, recipe, run, resume: false, new SilentObserver());
        var scan = Scan("here", 1);
        var first = Of(scan, Dataset());
        first.Sources.ShouldBe([In("here/T1.nii"), In("here/FLAIR.nii")]);
        (first.Model, first.Strategy, first.Precision).ShouldBe((run, strategy, "float32"));
        Of(Scan("there", 1), Dataset()).Fingerprint.ShouldBe(first.Fingerprint, "the same elsewhere");
        var masked = Of(scan, Dataset(MaskKind.Files));
        masked.Sources[^1].ShouldBe(In("here/mask.nii"));
        var others = new List<string>
        {
            first.Fingerprint,
            masked.Fingerprint,
            Of(scan, Dataset(MaskKind.NonZero)).Fingerprint,
            Of(scan, Dataset() with { IsSameWorld = true }).Fingerprint,
            Of(scan, Dataset(), sequences: ["FLAIR", "T1"]).Fingerprint,
            Of(Scan("other", 2), Dataset()).Fingerprint,
        };
        var networks = new RunFolder(run).Networks().Select(n => n.Run).ToList();
        networks.Count.ShouldBe(strategy == "ace" ? 1 : 2);
        foreach (var network in networks)
        {
            foreach (var file in new[] { network.Weights, network.Model })
            {
                // A byte within a tensor, and a space in what says how to use it.
                var bytes = File.ReadAllBytes(file);
                File.WriteAllBytes(file, file == network.Weights ? [.. bytes[..^1], (byte)~bytes[^1]] : [.. bytes, 32]);
                others.Add(Of(scan, Dataset()).Fingerprint);
            }
        }

        others.ShouldBeUnique();

        SegmentationRecord Of(
            Subject subject,
            DatasetDefinition dataset,
            bool hasProbabilities = false,
            string[]? sequences = null
        )
        {
            using var model = SegmentationModel.Load(run);
            return SegmentationRecord.Of(
                model,
                (run, SegmentationRecord.HashOf(run)),
                dataset,
                subject,
                sequences ?? ["T1", "FLAIR"],
                hasProbabilities
            );
        }
    }

    [Fact]
    public void Whole_is_a_result_that_has_labels_and_a_record_of_the_same()
    {
        var results = new SegmentationFolder(In("out"), new LabelSpace(["background", "gm"]));
        var classes = new Volume<byte>(new(new(2, 1, 1), Affine.Identity), [0, 1]);
        var record = new SegmentationRecord
        {
            Sources = ["a.nii"],
            Model = "run",
            Strategy = "ace",
            Precision = "float32",
            Probabilities = false,
            Concord = "1.0.0",
            Fingerprint = "7",
        };
        results.Holds("a", () => throw new InvalidOperationException("nothing to compare")).ShouldBeFalse();
        results.WriteLabels("a", classes);
        results.Holds("a", () => record).ShouldBeFalse("nobody knows what it is made of");
        results.WriteRecord("a", record);
        results.Discard("a");
        results.Holds("a", () => record).ShouldBeFalse("labels come last");
        results.WriteLabels("a", classes);
        results.Holds("a", () => record).ShouldBeTrue();
        results.Holds("a", () => record with { Fingerprint = "8" }).ShouldBeFalse();
        results
            .Holds("a", () => record with { Probabilities = true })
            .ShouldBeFalse("maps are asked for, and there are none");
        results.WriteRecord("a", record with { Probabilities = true });
        results.Holds("a", () => record).ShouldBeTrue("and more than was asked for");
        results.WriteRecord("a", record);
        var read = SegmentationRecord.TryRead(In("out/a_dseg.json"))!;
        (read with { Sources = record.Sources }).ShouldBe(record);
        File.WriteAllText(In("out/a_dseg.json"), "{ \"Sources\": [] }");
        results.Holds("a", () => record).ShouldBeFalse();
    }
}
