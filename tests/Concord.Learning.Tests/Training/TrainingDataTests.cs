using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Labels.Manifests;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Training;

public sealed class TrainingDataTests : IDisposable
{
    private readonly TinyData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Shares_are_those_of_each_datasets_own_voxels()
    {
        var data = TrainingData.Load(_data.Manifest, new());
        var shares = data.Shares();
        for (var category = 0; category < shares.Count; category++)
        {
            var own = data.Training.Where(s => data.Table.Offset(s.Dataset) <= category).ToList();
            own.RemoveAll(s => category >= data.Table.Offset(s.Dataset) + data.Table.Protocols[s.Dataset].Sets.Count);
            var all = own.Sum(s => s.Categories.Length);
            var having = own.Sum(s => s.Categories.Span.Count((byte)category));
            shares[category].ShouldBe((double)having / all, 1e-12, $"category {category}");
        }

        shares.Count(s => s > 0).ShouldBe(5, "background, gm, wm; not [wmh], wmh");
    }

    [Fact]
    public void Relabelled_subjects_have_the_classes_that_they_were_given()
    {
        var data = TrainingData.Load(_data.Manifest, new());
        var given = data
            .Training.Select(s => Enumerable.Range(0, s.Categories.Length).Select(i => (byte)(i % 4)).ToArray())
            .ToList();
        var queue = new Queue<byte[]>(given);
        var changed = data.Relabelled((_, _) => queue.Dequeue());
        for (var s = 0; s < given.Count; s++)
        {
            var subject = changed.Training[s];
            // Four classes, and where labels don't reach.
            var offset = 5 * subject.Dataset;
            changed.Table.Offset(subject.Dataset).ShouldBe(offset);
            subject.Categories.ToArray().ShouldBe(given[s].Select(c => (byte)(c + offset)));
            subject.Index.Count(offset + 3).ShouldBe(given[s].Count(c => c == 3));
        }

        changed.ValidationTable.ShouldBeSameAs(data.Table, "who is measured keeps the labels that people gave");
        changed.Validation.ShouldBeSameAs(data.Validation);
    }

    // Rounding to a hundredth of a mm is 1.3 % of 0.375: every scan would have been resampled.
    [Theory]
    [InlineData(0.375)]
    [InlineData(0.234375)]
    [InlineData(1.0001)]
    [InlineData(2)]
    public void The_spacing_of_the_scans_is_near_enough_to_leave_them_as_they_are(double spacing)
    {
        foreach (var set in new[] { "tissue", "lesions" })
        foreach (var path in Directory.GetFiles(Path.Combine(_data.Folder, set)))
        {
            var image = ImageFile.Open(path).ToIntensities();
            var geometry = new VolumeGeometry(image.Size, Affine.FromSpacing(Spacing.Isotropic(spacing)));
            NiftiWriter.Write(path, new Volume<float>(geometry, image.Voxels));
        }

        var data = TrainingData.Load(ManifestReader.Read(Path.Combine(_data.Folder, "data.yaml")), new());
        data.Training.ShouldAllBe(s => !s.Image.Grid.IsResampled);
        data.Preparation.Spacing[0].ShouldBe(spacing, 0.005 * spacing);
    }
}
