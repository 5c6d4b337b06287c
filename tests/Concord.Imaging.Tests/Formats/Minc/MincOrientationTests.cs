using System.IO.Compression;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Tests.Formats.Minc;

/// <summary>Whichever way the axes of a MINC file run, the same voxel lies at the same place in the world.</summary>
public sealed class MincOrientationTests : IDisposable
{
    private static readonly string[] Names = ["xspace", "yspace", "zspace"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Minc_1_gives_the_same_world_in_all_48()
    {
        var affine = Some.Turned([0.1, -0.2, 0.15], new(0.9, 1.1, 2.5), [31.5, -42.25, 7.125]);
        var original = Some.Numbered(new(new(4, 3, 2), affine));
        foreach (var orientation in Orientation.All)
        {
            var turned = Reorient.To(original, orientation);
            var image = ImageFile.Open(_folder.File($"{orientation}.mnc", Minc1(turned)));

            image.Warnings.ShouldBeEmpty();
            image.Geometry.Orientation.ShouldBe(orientation);
            image.Geometry.CornerDistance(turned.Geometry).ShouldBeLessThan(1e-9);
            Reorient.To(image.ToLabels(), Orientation.Ras).Voxels.ShouldBe(original.Voxels);
        }
    }

    /// <summary>The files: tests/fixtures/make_format_fixtures.py.</summary>
    [Fact]
    public void Minc_2_gives_the_same_world_in_all_48()
    {
        var zip = Path.Combine(AppContext.BaseDirectory, "Fixtures", "minc2-orientations.zip");
        ZipFile.ExtractToDirectory(zip, _folder.File("all"));
        var images = Directory
            .GetFiles(_folder.File("all"))
            .Order(StringComparer.Ordinal)
            .Select(ImageFile.Open)
            .ToList();
        var expected = Fixtures.ToAffine(Fixtures.Others.Single(e => e.File == "minc2-latest.mnc").Affine);
        Fixtures.Difference(images[0].Geometry.Affine, expected).ShouldBeLessThan(1e-9);
        images[0].Geometry.Size.ShouldBe(new(4, 3, 2));
        images[0].ToLabels().Voxels.ShouldBe(Enumerable.Range(0, 24));

        images.Select(i => i.Geometry.Orientation).Distinct().Count().ShouldBe(48);
        var original = Reorient.To(images[0].ToLabels(), Orientation.Ras);
        foreach (var image in images)
        {
            image.Warnings.ShouldBeEmpty();
            var back = Reorient.To(image.ToLabels(), Orientation.Ras);
            back.Geometry.CornerDistance(original.Geometry).ShouldBeLessThan(1e-9);
            back.Voxels.ShouldBe(original.Voxels);
        }
    }

    // MINC names an axis by that of the world which it follows most; its step is negative if it runs the other way.
    private static byte[] Minc1(Volume<int> volume)
    {
        var (size, affine) = (volume.Geometry.Size, volume.Geometry.Affine);
        int[] lengths = [size.X, size.Y, size.Z];
        var (names, steps, cosines) = (new string[3], new double[3], new Point3[3]);
        for (var i = 0; i < 3; i++)
        {
            var column = affine.Column(i);
            double[] parts = [column.X, column.Y, column.Z];
            var along = Enumerable.Range(0, 3).MaxBy(a => Math.Abs(parts[a]));
            (names[i], steps[i]) = (Names[along], Math.CopySign(column.Length, parts[along]));
            cosines[i] = column * (1 / steps[i]);
        }

        var starts = Affine
            .FromColumns(cosines[0], cosines[1], cosines[2], default)
            .Inverse()
            .Apply(affine.Apply(new(0, 0, 0)));
        double[] start = [starts.X, starts.Y, starts.Z];
        var file = new MincBuilder();
        for (var i = 2; i >= 0; i--)
            file.Space(names[i], lengths[i], start[i], steps[i], [cosines[i].X, cosines[i].Y, cosines[i].Z]);
        var values = volume.Voxels.Select(v => (double)v).ToArray();
        return file.Variable("image", [names[2], names[1], names[0]], MincBuilder.Float32, values).Build();
    }
}
