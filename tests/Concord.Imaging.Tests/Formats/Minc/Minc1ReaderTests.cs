using System.Globalization;
using System.IO.Compression;
using Concord.Imaging.Formats.Minc;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Tests.Formats.Minc;

public sealed class Minc1ReaderTests : IDisposable
{
    private static readonly string[] Zyx = ["zspace", "yspace", "xspace"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Reads_a_file_as_brainweb_writes_them(byte version)
    {
        // Every slice is stretched over all of its range, and slice 2 is empty.
        double[] minima = [0, 0.25, 0];
        double[] maxima = [1, 0.75, 0];
        var stored = Enumerable.Range(0, 60).Select(i => Math.Round(i * 4095.0 / 59)).ToArray();
        var image = Read(BrainWeb(stored, minima, maxima, version).Build());

        image.Geometry.ShouldBe(new(new(5, 4, 3), Affine.FromSpacing(Spacing.Isotropic(1), new(-90, -126, -72))));
        image.Warnings.ShouldBeEmpty();
        var values = image.ToIntensities();
        for (var i = 0; i < 60; i++)
        {
            var slice = i / 20;
            var expected = minima[slice] + stored[i] / 4095 * (maxima[slice] - minima[slice]);
            values.Voxels[i].ShouldBe((float)expected, 1e-6f);
        }
    }

    [Fact]
    public void Takes_gzip_whatever_the_name()
    {
        var bytes = BrainWeb(Numbers(60), [0, 0, 0], [4095, 4095, 4095]).Build();
        var plain = Read(bytes).ToLabels().Voxels;
        plain.ShouldBe(Enumerable.Range(0, 60));
        Read(Gzip(bytes)).ToLabels().Voxels.ShouldBe(plain);
    }

    [Fact]
    public void Axes_follow_the_order_of_the_file_with_steps_of_either_sign()
    {
        var file = new MincBuilder()
            .Space("xspace", 2, start: 10, step: -2)
            .Space("zspace", 3, start: -5, step: 3)
            .Space("yspace", 4, start: 7, step: 0.5)
            .Variable("image", ["xspace", "zspace", "yspace"], MincBuilder.Float32, Numbers(24));
        var image = Read(file.Build());
        image.Geometry.Size.ShouldBe(new(4, 3, 2));
        image.Geometry.Orientation.ToString().ShouldBe("ASL");
        image.Geometry.Affine.Apply(new(0, 0, 0)).ShouldBe(new(10, 7, -5));
        image.Geometry.Affine.Apply(new(3, 2, 1)).ShouldBe(new(8, 8.5, 1));
        image.ToIntensities()[3, 2, 1].ShouldBe(23);
    }

    [Fact]
    public void Starts_count_along_the_direction_cosines()
    {
        var (c, s) = (Math.Cos(0.3), Math.Sin(0.3));
        var file = new MincBuilder()
            .Space("zspace", 3, 5, 2)
            .Space("yspace", 4, -7, 1, [-s, c, 0])
            .Space("xspace", 5, 11, 3, [c, s, 0])
            .Variable("image", Zyx, MincBuilder.Float64, Numbers(60));
        var affine = Read(file.Build()).Geometry.Affine;
        (affine.Apply(default) - new Point3(11 * c + 7 * s, 11 * s - 7 * c, 5)).Length.ShouldBeLessThan(1e-12);
        (affine.Column(0) - new Point3(3 * c, 3 * s, 0)).Length.ShouldBeLessThan(1e-12);
        (affine.Column(1) - new Point3(-s, c, 0)).Length.ShouldBeLessThan(1e-12);
    }

    [Theory]
    [InlineData(MincBuilder.Byte, "unsigned", 200)]
    [InlineData(MincBuilder.Byte, "signed__", -100)]
    [InlineData(MincBuilder.Byte, null, 200)]
    [InlineData(MincBuilder.Int16, "signed__", -20000)]
    [InlineData(MincBuilder.Int16, "unsigned", 60000)]
    [InlineData(MincBuilder.Int16, null, -20000)]
    [InlineData(MincBuilder.Int32, "signed__", -2000000000)]
    [InlineData(MincBuilder.Int32, "unsigned", 2100000000)]
    public void The_signtype_says_how_whole_numbers_are_stored(int type, string? sign, int value)
    {
        (string, object)[] attributes = sign is null ? [] : [("signtype", sign)];
        var bits = type == MincBuilder.Int32 ? 32 : 8 * type - (type == MincBuilder.Int16 ? 8 : 0);
        var isUnsigned = value > 0;
        var least = isUnsigned ? 0 : -Math.Pow(2, bits - 1);
        // Without a valid range, that of the type is taken: so the real values are the stored ones.
        var file = new MincBuilder().Space("zspace", 1, 0, 1).Space("yspace", 1, 0, 1).Space("xspace", 2, 0, 1);
        file.Variable("image-min", [], MincBuilder.Float64, [least])
            .Variable("image-max", [], MincBuilder.Float64, [least + Math.Pow(2, bits) - 1])
            .Variable("image", Zyx, type, [value, 1], attributes);
        Read(file.Build()).ToLabels().Voxels.ShouldBe([value, 1]);
    }

    [Fact]
    public void Rows_may_have_a_scale_each()
    {
        var file = Grid()
            .Variable("image-min", ["zspace", "yspace"], MincBuilder.Float64, new double[12])
            .Variable("image-max", ["zspace", "yspace"], MincBuilder.Float64, [.. Numbers(12).Select(n => 255 * n)])
            .Variable("image", Zyx, MincBuilder.Byte, [.. Enumerable.Repeat(2.0, 60)]);
        var labels = Read(file.Build()).ToLabels();
        for (var z = 0; z < 3; z++)
        for (var y = 0; y < 4; y++)
            labels.Row(y, z).ToArray().ShouldAllBe(v => v == 2 * (4 * z + y));
    }

    [Fact]
    public void Voxels_outside_the_valid_range_are_clipped()
    {
        var file = Grid()
            .Variable("image-min", [], MincBuilder.Float64, [0])
            .Variable("image-max", [], MincBuilder.Float64, [10])
            .Variable("image", Zyx, MincBuilder.Byte, Numbers(60), ("valid_range", new double[] { 10, 20 }));
        var values = Read(file.Build()).ToIntensities().Voxels;
        values.ShouldBe(Enumerable.Range(0, 60).Select(i => (float)Math.Clamp(i - 10, 0, 10)));
    }

    [Fact]
    public void Slices_may_lie_in_records()
    {
        var plain = BrainWeb(Numbers(60), [0, 1, 2], [4095, 4096, 4097]);
        var records = BrainWeb(Numbers(60), [0, 1, 2], [4095, 4096, 4097], record: "zspace");
        Read(records.Build()).ToLabels().Voxels.ShouldBe(Read(plain.Build()).ToLabels().Voxels);

        // A variable alone in the records isn't padded: 15 bytes each.
        var alone = new MincBuilder { Record = "zspace" };
        alone.Space("zspace", 4, 0, 1).Space("yspace", 3, 0, 1).Space("xspace", 5, 0, 1);
        alone.Variable("image-min", [], MincBuilder.Float64, [0]).Variable("image-max", [], MincBuilder.Float64, [255]);
        alone.Variable("image", Zyx, MincBuilder.Byte, Numbers(60));
        Read(alone.Build()).ToLabels().Voxels.ShouldBe(Enumerable.Range(0, 60));
    }

    [Fact]
    public void Labels_survive_being_stretched_over_twelve_bits()
    {
        var labels = Numbers(60).Select(n => n % 12).ToArray();
        var stored = labels.Select(l => Math.Round(l * 4095 / 11)).ToArray();
        var image = Read(BrainWeb(stored, [0, 0, 0], [11, 11, 11]).Build());
        image.ToLabels().Voxels.ShouldBe(labels.Select(l => (int)l));
        image.ToLabels(threads: 1).Voxels.ShouldBe(image.ToLabels(threads: 4).Voxels);
    }

    [Fact]
    public void Labels_must_be_whole_numbers()
    {
        var stored = new double[60];
        stored[7] = 1000;
        stored[33] = 2000;
        var image = Read(BrainWeb(stored, [0, 0, 0], [1, 1, 1]).Build());
        Should
            .Throw<BadInputException>(() => image.ToLabels())
            .Problem.ShouldStartWith("2 voxels are not label numbers (such as 0.244");
    }

    [Fact]
    public void Says_what_it_had_to_assume()
    {
        var file = new MincBuilder().Dimension("zspace", 3).Dimension("yspace", 4);
        file.Variable("yspace", [], MincBuilder.Int32, [0], ("start", new[] { 2.0 }), ("length", new[] { 9.0 }))
            .Space("xspace", 5, 0, 1, [2, 0, 0])
            .Variable("image", Zyx, MincBuilder.Float32, Numbers(60));
        var image = Read(file.Build());
        image.Geometry.Affine.ShouldBe(Affine.FromSpacing(Spacing.Isotropic(1), new(0, 2, 0)));
        image.Warnings.Count.ShouldBe(4);
    }

    [Fact]
    public void Takes_a_leading_dimension_of_one()
    {
        string[] dimensions = ["time", .. Zyx];
        Read(Grid().Dimension("time", 1).Variable("image", dimensions, MincBuilder.Float32, Numbers(60)).Build())
            .Geometry.Size.ShouldBe(new(5, 4, 3));
        var many = Grid().Dimension("time", 2).Variable("image", dimensions, MincBuilder.Float32, Numbers(120));
        Problem(many.Build()).ShouldBe("holds 2 volumes (4D), not one");
    }

    [Fact]
    public void Says_why_a_file_is_refused()
    {
        Problem([]).ShouldBe("ends too early: the file is cut short");
        Problem(new byte[100]).ShouldBe("not a MINC file: it isn't netCDF");
        Problem([.. "CDF"u8, 5, .. new byte[100]]).ShouldBe("is netCDF of the unknown version 5");
        Problem(Grid().Build()).ShouldBe("holds no MINC image");
        Problem(Grid().Variable("image", ["yspace", "xspace"], MincBuilder.Byte, Numbers(20)).Build())
            .ShouldBe("its image has the dimensions yspace, xspace, without zspace");
        Problem(Grid().Variable("image", Zyx, MincBuilder.Char, Numbers(60)).Build())
            .ShouldBe("its image holds text, not numbers");
        Problem(Grid().Variable("image", Zyx, MincBuilder.Byte, Numbers(60)).Build())
            .ShouldBe("has no image-min, so that its real values aren't known");
        Problem(BrainWeb(Numbers(60), [0, 0, double.NaN], [1, 1, 1]).Build())
            .ShouldBe("its real values are given as NaN to 1");
        var whole = BrainWeb(Numbers(60), [0, 0, 0], [1, 1, 1]).Build();
        Problem(whole[..^1]).ShouldBe($"its image needs {whole.Length} bytes, but the file holds {whole.Length - 1}");
        var flat = new MincBuilder().Space("zspace", 3, 0, 0).Space("yspace", 4, 0, 1).Space("xspace", 5, 0, 1);
        Problem(flat.Variable("image", Zyx, MincBuilder.Float32, Numbers(60)).Build())
            .ShouldBe("its affine is singular or not finite");
        var huge = new MincBuilder().Space("zspace", 30000, 0, 1).Space("yspace", 30000, 0, 1);
        huge.Space("xspace", 30000, 0, 1).Variable("image", Zyx, MincBuilder.Float32, []);
        Problem(huge.Build()).ShouldBe("30000x30000x30000 voxels are too many");
    }

    [Fact]
    public void Nothing_but_bad_input_comes_of_a_damaged_file()
    {
        byte[][] whole =
        [
            BrainWeb(Numbers(60), [0, 1, 2], [4095, 4096, 4097]).Build(),
            BrainWeb(Numbers(60), [0, 1, 2], [4095, 4096, 4097], version: 2, record: "zspace").Build(),
        ];
        foreach (var file in whole)
        {
            for (var kept = 0; kept < file.Length; kept += 7)
                Survives(file[..kept]);
            // Each byte as the extremes, which lengths and offsets dislike most.
            byte[] extremes = [0, 0x7f, 0xff];
            for (var at = 0; at < file.Length; at++)
                foreach (var value in extremes)
                {
                    var damaged = (byte[])file.Clone();
                    damaged[at] = value;
                    Survives(damaged);
                }
        }

        Gen.Select(Gen.Bool, Gen.Bool, Gen.Select(Gen.Int[0, whole[0].Length - 1], Gen.Byte).Array[1, 6])
            .Sample(
                (second, isCompressed, flips) =>
                {
                    var damaged = (byte[])whole[second ? 1 : 0].Clone();
                    if (isCompressed)
                        damaged = Gzip(damaged);
                    foreach (var (at, value) in flips)
                        damaged[at % damaged.Length] = value;
                    Survives(damaged);
                },
                iter: 500,
                threads: 1
            );
    }

    [Fact]
    public void Nibabel_reads_the_same()
    {
        Assert.SkipWhen(Python.Nibabel("import nibabel") is null, "nibabel isn't installed: nothing was compared");
        var (c, s) = (Math.Cos(0.3), Math.Sin(0.3));
        var oblique = new MincBuilder().Space("yspace", 4, 5, -2, [-s, c, 0]).Space("xspace", 5, 11, 3, [c, s, 0]);
        oblique.Space("zspace", 3, -7, 1.5).Variable("image-min", [], MincBuilder.Float64, [-3]);
        oblique.Variable("image-max", [], MincBuilder.Float64, [9]);
        oblique.Variable(
            "image",
            ["yspace", "xspace", "zspace"],
            MincBuilder.Byte,
            Numbers(60),
            ("signtype", "unsigned"),
            ("valid_range", new double[] { 5, 50 })
        );
        byte[][] files =
        [
            BrainWeb([.. Numbers(60).Select(n => 60 * n)], [0, 0.25, 0], [1, 0.75, 0]).Build(),
            oblique.Build(),
        ];
        const string Script = """
            import sys, nibabel
            for path in sys.argv[1:]:
                i = nibabel.load(path)
                print(*i.shape, *i.affine[:3].ravel(), *i.get_fdata().ravel())
            """;
        string[] paths = [_folder.File("a.mnc", files[0]), _folder.File("b.mnc", files[1])];
        var lines = Python.Nibabel(Script, paths).ShouldNotBeNull().TrimEnd().Split('\n');
        for (var f = 0; f < 2; f++)
        {
            var numbers = lines[f].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var image = Minc1Reader.Read(paths[f]);
            var (size, affine) = (image.Geometry.Size, image.Geometry.Affine);
            // nibabel names the slowest axis first.
            numbers[..3].ShouldBe([size.Z, size.Y, size.X]);
            for (var row = 0; row < 3; row++)
            for (var column = 0; column < 4; column++)
            {
                var own = affine.Column(column < 3 ? 2 - column : 3);
                double[] coordinates = [own.X, own.Y, own.Z];
                coordinates[row].ShouldBe(numbers[3 + 4 * row + column], 1e-12);
            }

            var values = image.ToIntensities().Voxels;
            for (var i = 0; i < 60; i++)
                values[i].ShouldBe((float)numbers[15 + i], 1e-6f);
        }
    }

    private static void Survives(byte[] bytes)
    {
        try
        {
            // From memory: a file each would take half a minute.
            using var file = ImageStream.Of(new MemoryStream(bytes));
            var image = ImageStream.Guard("a.mnc", () => Minc1Reader.Read(file, "a.mnc"));
            image.ToIntensities(threads: 1);
            image.ToLabels(threads: 1);
        }
        catch (BadInputException e)
        {
            e.Message.ShouldNotContain('\n');
        }
    }

    private MincImage Read(byte[] bytes) => Minc1Reader.Read(_folder.File("a.mnc", bytes));

    private string Problem(byte[] bytes)
    {
        var refusal = Should.Throw<BadInputException>(() => Read(bytes));
        refusal.Culprit.ShouldBe(_folder.File("a.mnc"));
        return refusal.Problem;
    }

    private static MincBuilder Grid() =>
        new MincBuilder().Space("zspace", 3, -72, 1).Space("yspace", 4, -126, 1).Space("xspace", 5, -90, 1);

    private static MincBuilder BrainWeb(
        double[] stored,
        double[] minima,
        double[] maxima,
        byte version = 1,
        string? record = null
    ) =>
        new MincBuilder { Version = version, Record = record }
            .Space("zspace", 3, -72, 1, [0, 0, 1])
            .Space("yspace", 4, -126, 1, [0, 1, 0])
            .Space("xspace", 5, -90, 1, [1, 0, 0])
            .Variable(
                "image",
                Zyx,
                MincBuilder.Int16,
                stored,
                ("signtype", "signed__"),
                ("valid_range", new double[] { 0, 4095 })
            )
            .Variable("image-max", ["zspace"], MincBuilder.Float64, maxima)
            .Variable("image-min", ["zspace"], MincBuilder.Float64, minima);

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
