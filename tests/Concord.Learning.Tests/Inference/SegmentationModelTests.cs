using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Tests.Training;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Inference;

public sealed class SegmentationModelTests
{
    [Fact]
    public void Gives_the_same_labels_in_the_world_whatever_the_orientation_of_the_scan()
    {
        using var data = new TinyData();
        var run = Path.Combine(data.Folder, "run");
        var recipe = TinyData.Recipe with { Tile = [16, 16, 8], Steps = 30 };
        Trainer.Run(data.Manifest, recipe, run, resume: false, new SilentObserver());
        using var model = SegmentationModel.Load(run);
        var dataset = data.Manifest.Datasets[1];
        var scan = SubjectReader.Read(dataset, SubjectMatcher.Find(dataset)[0], ["T1"]);
        var expected = model.Segment(scan);
        expected.Geometry.ShouldBeSameAs(scan.Geometry);
        expected.Voxels.Distinct().Count().ShouldBeGreaterThan(1);
        foreach (var code in new[] { "LPI", "PIR", "ASL", "SRA" })
        {
            var turned = scan with { Images = [Reorient.To(scan.Images[0], Orientation.Parse(code))] };
            var labels = model.Segment(turned);
            labels.Geometry.ShouldBe(turned.Geometry);
            Reorient.Back(labels, scan.Geometry).Voxels.ShouldBe(expected.Voxels, code);
        }
    }
}
