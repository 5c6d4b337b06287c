using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;
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
        foreach (var code in Orientation.All)
        {
            var turned = scan with { Images = [Reorient.To(scan.Images[0], code)] };
            var labels = model.Segment(turned);
            labels.Geometry.ShouldBe(turned.Geometry);
            Reorient.Back(labels, scan.Geometry).Voxels.ShouldBe(expected.Voxels, $"{code}");
        }
    }

    [Fact]
    public void Segments_a_finer_and_turned_scan_on_its_own_grid_with_probabilities_that_agree()
    {
        using var data = new TinyData();
        var run = Path.Combine(data.Folder, "run");
        Trainer.Run(
            data.Manifest,
            TinyData.Recipe with
            {
                Steps = 120,
                Decay = 0.5,
            },
            run,
            resume: false,
            new SilentObserver()
        );
        using var model = SegmentationModel.Load(run);
        var dataset = data.Manifest.Datasets[0];
        var scan = SubjectReader.Read(dataset, SubjectMatcher.Find(dataset)[0], ["T1"]);
        var coarse = model.Segment(scan);
        // 1.3 mm instead of 2, and axes in another order.
        var grid = Reorient.Geometry(
            Resample.GridWithSpacing(scan.Geometry, Spacing.Isotropic(1.3)),
            Orientation.Parse("PSL")
        );
        var fine = scan with { Images = [Resample.OntoGrid(scan.Images[0], grid, Interpolation.Linear)] };
        var maps = new Volume<float>[model.Space.Count];
        var labels = model.Segment(fine, (c, map) => maps[c] = map);
        labels.Geometry.ShouldBe(grid);
        model.Segment(fine).Voxels.ShouldBe(labels.Voxels, "maps or not, the labels are the same");
        for (var i = 0; i < labels.Voxels.Length; i++)
        {
            maps.Sum(m => m.Voxels[i]).ShouldBe(1, 0.01f);
            maps[labels.Voxels[i]].Voxels[i].ShouldBe(maps.Max(m => m.Voxels[i]));
        }

        var expected = Resample.Labels(coarse, grid);
        // Lesions of this small network are arguable; its grey and white matter are not.
        foreach (var belongs in new Func<byte, bool>[] { c => c == 1, c => c >= 2, c => c > 0 })
        {
            var both = labels.Voxels.Zip(expected.Voxels).Count(p => belongs(p.First) && belongs(p.Second));
            var sum = labels.Voxels.Count(belongs) + expected.Voxels.Count(belongs);
            (2.0 * both / sum).ShouldBeGreaterThan(0.85);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_everything_outside_the_mask_background(bool isResampled)
    {
        using var data = new TinyData();
        var run = Path.Combine(data.Folder, "run");
        var recipe = TinyData.Recipe with { Steps = 2, Spacing = isResampled ? [1.5, 2.5, 2] : null };
        Trainer.Run(data.Manifest, recipe, run, resume: false, new SilentObserver());
        using var model = SegmentationModel.Load(run);
        var dataset = data.Manifest.Datasets[0];
        var scan = SubjectReader.Read(dataset, SubjectMatcher.Find(dataset)[0], ["T1"]);
        var mask = scan.Images[0].With(Array.ConvertAll(scan.Images[0].Voxels, v => v > 60 ? (byte)1 : (byte)0));
        var maps = new Volume<float>[model.Space.Count];
        var plain = model.Segment(scan with { Mask = mask });
        var labels = model.Segment(scan with { Mask = mask }, (c, map) => maps[c] = map);
        labels.Voxels.ShouldBe(plain.Voxels, "maps or not, the labels are the same");
        labels.Voxels.ShouldContain(c => c > 0);
        // It was trained on whole heads: what is in the mask is seen as if there were none.
        var whole = model.Segment(scan);
        for (var i = 0; i < labels.Voxels.Length; i++)
            labels.Voxels[i].ShouldBe(mask.Voxels[i] != 0 ? whole.Voxels[i] : (byte)0);
        for (var i = 0; i < labels.Voxels.Length; i++)
        {
            if (mask.Voxels[i] != 0)
                continue;
            labels.Voxels[i].ShouldBe((byte)0);
            maps[0].Voxels[i].ShouldBe(1);
            maps[1].Voxels[i].ShouldBe(0);
        }
    }
}
