using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Learning.Inference;

namespace Concord.Learning.Tests.Inference;

public sealed class SegmentationFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nobody_loses_rows_of_volumes_who_predicts_beside_others()
    {
        var space = new LabelSpace(["background", "gm", "wm"]);
        var classes = new Volume<byte>(new(new(4, 1, 1), Affine.FromSpacing(Spacing.Isotropic(2))), [0, 1, 1, 2]);
        Parallel.For(
            0,
            16,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i => new SegmentationFolder(_folder, space).WriteVolumes($"sub-{i:00}", classes)
        );
        // Another time: its rows are replaced.
        new SegmentationFolder(_folder, space).WriteVolumes("sub-03", classes);
        var rows = File.ReadAllLines(Path.Combine(_folder, "volumes.tsv"));
        rows[0].ShouldBe("subject\tstructure\tvoxels\tvolume_mm3");
        rows.Skip(1)
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                Enumerable.Range(0, 16).SelectMany(i => new[] { $"sub-{i:00}\tgm\t2\t16", $"sub-{i:00}\twm\t1\t8" })
            );
    }
}
