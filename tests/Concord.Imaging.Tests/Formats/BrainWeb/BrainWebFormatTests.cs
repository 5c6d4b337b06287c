using System.IO.Compression;
using Concord.Imaging.Formats.BrainWeb;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.BrainWeb;

public sealed class BrainWebFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Packed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return target.ToArray();
    }

    [Theory]
    [InlineData("t1_icbm_normal_1mm_pn3_rf20.rawb", 181, 217, 181, 1)]
    [InlineData("t1_icbm_normal_5mm_pn3_rf20.RAWB", 181, 217, 36, 5)]
    public void The_number_of_bytes_says_where_it_lies(string name, int x, int y, int z, double thickness)
    {
        var bytes = new byte[x * y * z];
        // 30 mm to the right, 20 mm before and 60 mm above the middle of the world.
        bytes[120 + x * (146 + y * (int)Math.Round(132 / thickness))] = 9;
        var image = ImageFile.Open(_folder.File(name, bytes));
        image.Geometry.Size.ShouldBe(new GridSize(x, y, z));
        var bright = Array.IndexOf(image.ToLabels().Voxels, 9);
        var place = image.Geometry.Affine.Apply(new(bright % x, bright / x % y, bright / (x * y)));
        place.X.ShouldBe(30);
        place.Y.ShouldBe(20);
        place.Z.ShouldBe(60, thickness / 2);
        image.Warnings.ShouldBeEmpty();
        ImageFile.ReadGeometry(image.Path).ShouldBe(image.Geometry);
        ImageFile.Stem(image.Path).ShouldBe(Path.GetFileNameWithoutExtension(name));
    }

    [Fact]
    public void Words_have_their_lowest_byte_first_and_may_be_packed()
    {
        var bytes = new byte[2 * BrainWebGrids.All.Min(g => g.Size.Voxels)];
        (bytes[0], bytes[1]) = (0x01, 0x0F);
        foreach (var path in new[] { _folder.File("a.raws", bytes), _folder.File("b.raws.gz", Packed(bytes)) })
        {
            var image = ImageFile.Open(path);
            image.ToIntensities().Voxels[0].ShouldBe(0x0F01);
            image.Geometry.Size.ShouldBe(new GridSize(181, 217, 20));
            ImageFile.ReadGeometry(path).ShouldBe(image.Geometry);
        }

        // The other way round they would have 16 bits.
        (bytes[0], bytes[1]) = (0x0F, 0x11);
        Problem(_folder.File("c.raws", bytes))
            .ShouldBe("holds values above 4095, which BrainWeb's 12 bits don't reach");
    }

    [Fact]
    public void No_two_grids_take_the_same_number_of_bytes()
    {
        var voxels = BrainWebGrids.All.Select(g => g.Size.Voxels).ToList();
        voxels.Concat(voxels.Select(v => 2 * v)).ShouldBeUnique();
    }

    [Fact]
    public void The_models_of_the_subjects_and_the_phantom_fill_one_box_whose_middle_their_scans_share()
    {
        var (phantom, subject, scan) = (BrainWebGrids.Phantom, BrainWebGrids.Subject, BrainWebGrids.SubjectScan);
        foreach (var end in new[] { 0, 1 })
        {
            Point3 Edge(VolumeGeometry g) =>
                g.Affine.Apply(new(end * g.Size.X - 0.5, end * g.Size.Y - 0.5, end * g.Size.Z - 0.5));
            (Edge(phantom) - Edge(subject)).Length.ShouldBeLessThan(1e-9);
        }

        // Matrices of even and odd size: the middle is voxel n/2, rounded down.
        foreach (var g in new[] { phantom, scan })
            g.Affine.Apply(new(g.Size.X / 2, g.Size.Y / 2, g.Size.Z / 2)).ShouldBe(new Point3(0, -18, 18));
    }

    [Fact]
    public void A_length_that_no_grid_has_is_refused_in_a_line_that_says_what_to_do()
    {
        foreach (
            var path in new[] { _folder.File("a.rawb", new byte[7]), _folder.File("a.rawb.gz", Packed(new byte[7])) }
        )
        {
            var refusal = Should.Throw<BadInputException>(() => ImageFile.Open(path));
            refusal.Problem.ShouldStartWith("holds 7 bytes; BrainWeb's raw files have 7109137 (181x217x181), ");
            refusal.Remedy.ShouldContain("write a.txt beside it with the lines size: 181 217 181");
        }

        var long_ = Packed(new byte[2 * BrainWebGrids.Subject.Size.Voxels + 200_000]);
        Problem(_folder.File("b.rawb.gz", long_)).ShouldStartWith("holds more than 113746192 bytes;");
        Problem(_folder.File("c.rawb", [])).ShouldStartWith("holds 0 bytes;");
        Problem(_folder.File("d.rawb.gz", Packed(new byte[4000])[..20])).ShouldBe("damaged gzip data");
        Problem(_folder.File("no.rawb")).ShouldBe("no such file");
    }

    private static string Problem(string path) => Should.Throw<BadInputException>(() => ImageFile.Open(path)).Problem;
}
