using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.Nifti;

public sealed class NiftiSeriesTests : IDisposable
{
    private static readonly Affine Oblique = NiftiReader.ReadGeometry(Fixtures.Path("n1-int16-le.nii")).Affine;
    private static readonly VolumeGeometry Grid = new(new(5, 4, 3), Oblique);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.nii", NiftiIntent.None, 1)]
    [InlineData("a.nii.gz", NiftiIntent.None, 7)]
    [InlineData("a.nii", NiftiIntent.Vector, 3)]
    [InlineData("a.nii.gz", NiftiIntent.Displacement, 3)]
    [InlineData("a.nii", NiftiIntent.SymmetricMatrix, 6)]
    public void Round_trip_keeps_volumes_intent_and_place(string name, int intent, int count)
    {
        var volumes = Volumes(Grid, count);
        NiftiWriter.WriteSeries(_folder.File(name), volumes, intent);
        var series = NiftiReader.ReadSeries(_folder.File(name));
        series.IntentCode.ShouldBe(intent);
        series.Header.IntentParameter.ShouldBe(intent == NiftiIntent.SymmetricMatrix ? 3 : 0);
        series.Header.Dim(0).ShouldBe(intent == NiftiIntent.None ? 4 : 5);
        series.Header.Dim(4).ShouldBe(intent == NiftiIntent.None ? count : 1);
        series.Header.Dim(5).ShouldBe(intent == NiftiIntent.None ? 1 : count);
        series.Geometry.Size.ShouldBe(Grid.Size);
        Fixtures.Difference(series.Geometry.Affine, Oblique).ShouldBeLessThan(1e-5);
        series.Warnings.ShouldBeEmpty();
        series.Volumes.Count.ShouldBe(count);
        for (var i = 0; i < count; i++)
        {
            series.Volumes[i].Geometry.ShouldBe(series.Geometry);
            series.Volumes[i].Voxels.ShouldBe(volumes[i].Voxels);
        }
    }

    [Fact]
    public void A_side_that_only_nifti2_can_say_makes_it_nifti2()
    {
        var volumes = Volumes(new(new(40000, 1, 1), Affine.Identity), 6);
        NiftiWriter.WriteSeries(_folder.File("a.nii"), volumes, NiftiIntent.SymmetricMatrix);
        var series = NiftiReader.ReadSeries(_folder.File("a.nii"));
        series.Header.Version.ShouldBe(2);
        series.IntentCode.ShouldBe(NiftiIntent.SymmetricMatrix);
        series.Header.IntentParameter.ShouldBe(3);
        series.Volumes[5].Voxels.ShouldBe(volumes[5].Voxels);
    }

    [Theory]
    [InlineData("n1-scaled-be.nii")]
    [InlineData("n2-scaled-be.nii")]
    [InlineData("n1-int64-be.nii")]
    [InlineData("pair1-be.img")]
    [InlineData("n1-qform-be.nii.gz")]
    public void One_volume_is_a_series_too_and_is_scaled(string file)
    {
        var series = NiftiReader.ReadSeries(Fixtures.Path(file));
        var image = NiftiReader.Read(Fixtures.Path(file));
        series.Geometry.ShouldBe(image.Geometry);
        series.Volumes.ShouldHaveSingleItem().Voxels.ShouldBe(image.ToIntensities().Voxels);
    }

    [Fact]
    public void Slope_and_intercept_apply_to_every_volume()
    {
        // 60 big-endian shorts with a slope, taken for three volumes of 5x4x1.
        var bytes = File.ReadAllBytes(Fixtures.Path("n1-scaled-be.nii"));
        var expected = NiftiReader.Read(Fixtures.Path("n1-scaled-be.nii")).ToIntensities().Voxels;
        foreach (var (index, value) in new[] { (0, 5), (3, 1), (4, 1), (5, 3) })
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(40 + 2 * index), (short)value);
        var series = NiftiReader.ReadSeries(_folder.File("a.nii", bytes));
        series.Volumes.Count.ShouldBe(3);
        series.Volumes.SelectMany(v => v.Voxels).ShouldBe(expected);
    }

    [Fact]
    public void The_reader_of_one_volume_still_refuses_many()
    {
        NiftiWriter.WriteSeries(_folder.File("a.nii"), Volumes(Grid, 3), NiftiIntent.Vector);
        Should
            .Throw<BadInputException>(() => NiftiReader.Read(_folder.File("a.nii")))
            .Problem.ShouldBe("holds 3 volumes (4D), not one");
    }

    [Fact]
    public void Says_that_a_series_is_cut_short()
    {
        NiftiWriter.WriteSeries(_folder.File("a.nii"), Volumes(Grid, 3));
        var bytes = File.ReadAllBytes(_folder.File("a.nii"));
        Problem(bytes[..^1]).ShouldBe("5x4x3x3 voxels need 1072 bytes, but the file holds 1071");
        Problem(Gzip(bytes)[..^30]).ShouldBeOneOf("ends too early: the file is cut short", "damaged gzip data");
        Dim(bytes, 4, 2);
        Problem(bytes).ShouldBe("holds 240 bytes more than 5x4x3x2 voxels take");
    }

    [Fact]
    public void Counts_voxels_that_are_not_numbers()
    {
        var volumes = Volumes(Grid, 3);
        volumes[2].Voxels[7] = float.NaN;
        volumes[2].Voxels[9] = float.NegativeInfinity;
        NiftiWriter.WriteSeries(_folder.File("a.nii"), volumes);
        Should
            .Throw<BadInputException>(() => NiftiReader.ReadSeries(_folder.File("a.nii")))
            .Problem.ShouldBe("2 voxels are NaN or infinite");
    }

    [Theory]
    [InlineData(5, 4, 30000, 1, "5x4x3x30000 voxels need 7200352 bytes")]
    [InlineData(5, 4, 30000, 30000, "900000000 volumes are too many")]
    [InlineData(5, 4, 0, 1, "dim[4] is 0")]
    [InlineData(30000, 30000, 2, 1, "2 volumes of 30000x30000x3 voxels")]
    [InlineData(5000, 5000, 100, 1, "100 volumes of 5000x5000x3 voxels are too many")]
    public void Allocates_little_for_an_absurd_size(short x, short y, short fourth, short fifth, string problem)
    {
        NiftiWriter.WriteSeries(_folder.File("good.nii"), Volumes(Grid, 3));
        var bytes = File.ReadAllBytes(_folder.File("good.nii"));
        foreach (var (index, value) in new (int, short)[] { (0, 5), (1, x), (2, y), (4, fourth), (5, fifth) })
            Dim(bytes, index, value);
        // The smallest of them could hide in few compressed bytes.
        foreach (var content in new[] { bytes, Gzip(bytes) })
        {
            var path = _folder.File("a.nii", content);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var refusal = Should.Throw<BadInputException>(() => NiftiReader.ReadSeries(path));
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10L << 20);
            if (x < 30000)
                refusal.Problem.ShouldStartWith(problem);
        }
    }

    [Fact]
    public void Refuses_more_bytes_than_one_array_holds()
    {
        NiftiWriter.WriteSeries(_folder.File("good.nii"), Volumes(Grid, 3));
        var bytes = File.ReadAllBytes(_folder.File("good.nii"));
        foreach (var (index, value) in new (int, short)[] { (1, 500), (2, 500), (4, 1000) })
            Dim(bytes, index, value);
        // Enough compressed bytes that they might unpack to so many voxels.
        Problem([.. Gzip(bytes), .. new byte[3 << 20]])
            .ShouldBe("500x500x3x1000 voxels take 3000000352 bytes, more than 2 GiB");
    }

    [Fact]
    public void Refuses_to_write_what_the_intent_does_not_mean()
    {
        var path = _folder.File("a.nii");
        Should.Throw<ArgumentException>(() => NiftiWriter.WriteSeries(path, []));
        Should.Throw<ArgumentException>(() => NiftiWriter.WriteSeries(path, Volumes(Grid, 3), 1005));
        Should.Throw<ArgumentException>(() => NiftiWriter.WriteSeries(path, Volumes(Grid, 2), 1006));
        Should.Throw<ArgumentException>(() => NiftiWriter.WriteSeries(path, Volumes(Grid, 3), 42));
        var other = new Volume<float>(new(Grid.Size, Affine.Identity));
        Should.Throw<ArgumentException>(() => NiftiWriter.WriteSeries(path, [.. Volumes(Grid, 2), other]));
        Should.Throw<BadInputException>(() => NiftiWriter.WriteSeries(_folder.File("a.png"), Volumes(Grid, 2)));
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public void Nibabel_reads_what_was_written_and_the_other_way_round()
    {
        Assert.SkipWhen(Python.Nibabel("import nibabel") is null, "nibabel isn't installed: nothing was compared");
        NiftiWriter.WriteSeries(_folder.File("vector.nii.gz"), Volumes(Grid, 3), NiftiIntent.Vector);
        NiftiWriter.WriteSeries(_folder.File("matrix.nii"), Volumes(Grid, 6), NiftiIntent.SymmetricMatrix);
        NiftiWriter.WriteSeries(_folder.File("series.nii"), Volumes(Grid, 4));
        string[] names = ["vector.nii.gz", "matrix.nii", "series.nii"];
        const string Script = """
            import sys, nibabel
            for path in sys.argv[1:]:
                i = nibabel.load(path)
                print(*i.shape, *i.header.get_intent()[:2], sep=', ')
                print(*i.affine[:3].ravel())
                print(*i.get_fdata().ravel(order='F'))
                h = nibabel.Nifti1Header()
                h.set_intent('vector')
                data = i.dataobj[:].astype('i2')
                nibabel.Nifti1Image(data, i.affine, h).to_filename(path.replace('.nii', '-back.nii'))
            """;
        var lines = Python.Nibabel(Script, [.. names.Select(_folder.File)]).ShouldNotBeNull().TrimEnd().Split('\n');
        lines[0].ShouldBe("5, 4, 3, 1, 3, vector, ()");
        lines[3].ShouldBe("5, 4, 3, 1, 6, symmetric matrix, (3.0,)");
        lines[6].ShouldBe("5, 4, 3, 4, none, ()");
        for (var i = 0; i < names.Length; i++)
        {
            Fixtures.Difference(Fixtures.ToAffine(Numbers(lines[3 * i + 1])), Oblique).ShouldBeLessThan(1e-5);
            var written = Volumes(Grid, new[] { 3, 6, 4 }[i]).SelectMany(v => v.Voxels).ToList();
            Numbers(lines[3 * i + 2]).ShouldBe(written.Select(v => (double)v));
            var back = NiftiReader.ReadSeries(_folder.File(names[i].Replace(".nii", "-back.nii")));
            back.IntentCode.ShouldBe(NiftiIntent.Vector);
            back.Volumes.SelectMany(v => v.Voxels).ShouldBe(written.Select(v => (float)(short)v));
        }
    }

    // Each voxel of each volume has its own value, exact in float32.
    private static List<Volume<float>> Volumes(VolumeGeometry grid, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Volume<float>(
                    grid,
                    [.. Enumerable.Range(0, (int)grid.Size.Voxels).Select(v => i * 100 + v * 0.75f - 9)]
                )),
        ];

    private static double[] Numbers(string line) =>
        [.. line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];

    private static void Dim(byte[] bytes, int index, short value) =>
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40 + 2 * index), value);

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    private string Problem(byte[] bytes)
    {
        var path = _folder.File("a.nii", bytes);
        var refusal = Should.Throw<BadInputException>(() => NiftiReader.ReadSeries(path));
        refusal.Culprit.ShouldBe(path);
        refusal.Remedy.ShouldNotBeEmpty();
        return refusal.Problem;
    }
}
