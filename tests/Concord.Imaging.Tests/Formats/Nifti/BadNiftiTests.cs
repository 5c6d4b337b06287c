using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.Nifti;

public sealed class BadNiftiTests : IDisposable
{
    private const int Datatype = 70;
    private const int Offset = 352;
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _good = File.ReadAllBytes(Fixtures.Path("n1-float32-le.nii"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_that_a_file_is_missing() => Refusal(_folder.File("no.nii")).Problem.ShouldBe("no such file");

    [Fact]
    public void Says_that_a_folder_on_the_way_is_missing() =>
        Refusal(_folder.File("no/where/a.nii")).Problem.ShouldBe("no such file");

    [Fact]
    public void Says_that_the_image_of_a_pair_is_missing()
    {
        var path = _folder.File("a.hdr", File.ReadAllBytes(Fixtures.Path("pair1.hdr")));
        var refusal = Refusal(path);
        refusal.Problem.ShouldBe("no such file");
        refusal.Culprit.ShouldBe(_folder.File("a.img"));
    }

    // Its own size is what counts, whatever the offset says: no memory is taken that it can't fill.
    [Theory]
    [InlineData(-1e30f)]
    [InlineData(-8e9f)]
    [InlineData(1e30f)]
    [InlineData(float.NaN)]
    public void Refuses_a_pair_whose_image_is_too_small_for_its_header(float offset)
    {
        var header = File.ReadAllBytes(Fixtures.Path("pair1.hdr"));
        for (var axis = 1; axis <= 3; axis++)
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(40 + 2 * axis), 600);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(108), offset);
        var path = _folder.File("a.hdr", header);
        _folder.File("a.img", File.ReadAllBytes(Fixtures.Path("pair1.img")));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Refusal(path);
        refusal.Culprit.ShouldBe(_folder.File("a.img"));
        refusal.Problem.ShouldContain("600x600x600 voxels need");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    [Fact]
    public void Says_that_a_file_is_empty() => Problem([]).ShouldBe("ends too early: the file is cut short");

    [Fact]
    public void Says_that_a_folder_is_no_image() => Refusal(_folder.Path).Problem.ShouldBe("is a folder, not an image");

    [Fact]
    public void Says_that_a_header_is_cut_short() =>
        Problem(_good[..200]).ShouldBe("ends too early: the file is cut short");

    [Fact]
    public void Says_that_a_file_is_cut_short() =>
        Problem(_good[..^10]).ShouldBe("5x4x3 voxels need 592 bytes, but the file holds 582");

    [Fact]
    public void Says_that_gzip_is_cut_short()
    {
        var whole = Gzip(_good);
        // Within the header, within the voxels.
        foreach (var kept in new[] { 15, 60, whole.Length / 2, whole.Length - 20 })
            Problem(whole[..kept]).ShouldBeOneOf("ends too early: the file is cut short", "damaged gzip data");
    }

    [Fact]
    public void Refuses_gzip_that_is_cut_anywhere()
    {
        var whole = File.ReadAllBytes(Fixtures.Path("n2-qform.nii.gz"));
        for (var kept = 0; kept < whole.Length; kept++)
            Problem(whole[..kept]).ShouldNotBeEmpty();
    }

    [Fact]
    public void Never_reads_other_voxels_from_damaged_gzip()
    {
        var whole = File.ReadAllBytes(Fixtures.Path("n2-qform.nii.gz"));
        var voxels = NiftiReader.Read(Fixtures.Path("n2-qform.nii.gz")).ToIntensities().Voxels;
        var refused = 0;
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            try
            {
                var read = NiftiReader.Read(_folder.File("a.nii.gz", bytes)).ToIntensities().Voxels;
                if (!read.SequenceEqual(voxels))
                    Assert.Fail($"Bit {bit} changed the voxels without a word.");
            }
            catch (BadInputException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(6 * whole.Length);
    }

    [Fact]
    public void Takes_gzip_in_several_members_and_with_padding()
    {
        var expected = NiftiReader.Read(_folder.File("plain.nii", _good)).ToIntensities().Voxels;
        byte[] members = [.. Gzip(_good[..400]), .. Gzip(_good[400..])];
        NiftiReader.Read(_folder.File("members.nii.gz", members)).ToIntensities().Voxels.ShouldBe(expected);
        byte[] padded = [.. Gzip(_good), .. new byte[512]];
        NiftiReader.Read(_folder.File("padded.nii.gz", padded)).ToIntensities().Voxels.ShouldBe(expected);
    }

    [Fact]
    public void Says_that_gzip_is_damaged()
    {
        var bytes = Gzip(_good);
        bytes[^6] ^= 0x55; // the checksum
        Problem(bytes).ShouldBe("damaged gzip data");
    }

    [Fact]
    public void Checks_the_checksum_of_a_gzip_file_larger_than_any_buffer()
    {
        // Voxels that deflate can't shrink.
        var random = new Random64(1);
        var volume = new Volume<float>(new VolumeGeometry(new(64, 64, 40), Affine.Identity));
        for (var i = 0; i < volume.Voxels.Length; i++)
            volume.Voxels[i] = (float)random.NextDouble();
        NiftiWriter.Write(_folder.File("whole.nii.gz"), volume);
        NiftiReader.Read(_folder.File("whole.nii.gz")).ToIntensities().Voxels.ShouldBe(volume.Voxels);
        var bytes = File.ReadAllBytes(_folder.File("whole.nii.gz"));
        bytes[^6] ^= 0x55;
        Problem(bytes).ShouldBe("damaged gzip data");
    }

    [Fact]
    public void Says_that_it_is_not_a_nifti_file() => Problem(new byte[500]).ShouldBe("not a NIfTI file");

    [Fact]
    public void Says_that_the_magic_is_wrong()
    {
        _good[345] = (byte)'?';
        Problem(_good).ShouldBe("wrong magic");
    }

    [Fact]
    public void Says_that_analyze_does_not_say_where_left_is()
    {
        _good.AsSpan(344, 4).Clear();
        Problem(_good).ShouldBe("an ANALYZE 7.5 file, which doesn't say where left is");
    }

    [Fact]
    public void Says_that_the_size_does_not_match_the_file()
    {
        Dim(1, 6);
        Problem(_good).ShouldBe("6x4x3 voxels need 640 bytes, but the file holds 592");
    }

    [Fact]
    public void Says_that_the_file_holds_more_than_its_header_says()
    {
        Dim(3, 2);
        const string TooMuch = "holds 80 bytes more than 5x4x2 voxels take";
        Problem(_good).ShouldBe(TooMuch);
        Problem(Gzip(_good)).ShouldBe(TooMuch);
        Dim(3, 3);
        // Less than a slice may be padding.
        NiftiReader.Read(_folder.File("a.nii", [.. _good, .. new byte[60]])).Geometry.Size.Z.ShouldBe(3);
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(3, 0.001)]
    [InlineData(2, 1)]
    [InlineData(0, 1)]
    [InlineData(8 + 3, 0.001)]
    public void Takes_the_unit_that_the_header_names(byte units, double millimetres)
    {
        var expected = NiftiReader.Read(_folder.File("mm.nii", _good)).Geometry;
        _good[123] = units;
        var image = NiftiReader.Read(_folder.File("a.nii", _good));
        for (var axis = 0; axis < 3; axis++)
            image.Geometry.Spacing[axis].ShouldBe(expected.Spacing[axis] * millimetres, 1e-9 * millimetres);
        image.Geometry.Affine.M13.ShouldBe(expected.Affine.M13 * millimetres, 1e-9 * millimetres);
        image.Warnings.Count.ShouldBe(millimetres == 1 ? 0 : 1);
        NiftiWriter.Write(_folder.File("b.nii"), new Volume<byte>(image.Geometry), image);
        var written = NiftiReader.Read(_folder.File("b.nii"));
        written.Geometry.ShouldBe(image.Geometry);
        written.Header.Bytes[252..328].SequenceEqual(image.Header.Bytes[252..328]).ShouldBeTrue();
    }

    [Fact]
    public void Refuses_a_slope_whose_intercept_is_no_number()
    {
        BinaryPrimitives.WriteSingleLittleEndian(_good.AsSpan(112), 2);
        BinaryPrimitives.WriteSingleLittleEndian(_good.AsSpan(116), float.NaN);
        Problem(_good).ShouldBe("scl_inter is NaN");
    }

    [Fact]
    public void Says_that_a_pipe_is_no_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "makes a pipe with mkfifo");
        var pipe = _folder.File("pipe.nii");
        using (var make = Process.Start("mkfifo", [pipe]))
            make.WaitForExit(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        using var feed = Process.Start("sh", ["-c", $"cat /dev/zero | head -c 100 > '{pipe}'"]);
        Refusal(pipe).Problem.ShouldBe("is a pipe, not a file");
        feed.Kill(entireProcessTree: true);
    }

    [Fact]
    public void Reads_a_pair_of_which_one_half_is_compressed_by_either_name()
    {
        var (header, image) = (
            File.ReadAllBytes(Fixtures.Path("pair1.hdr")),
            File.ReadAllBytes(Fixtures.Path("pair1.img"))
        );
        _folder.File("a.hdr", header);
        _folder.File("a.img.gz", Gzip(image));
        _folder.File("b.hdr.gz", Gzip(header));
        _folder.File("b.img", image);
        var expected = NiftiReader.Read(Fixtures.Path("pair1.img")).ToIntensities().Voxels;
        foreach (var name in new[] { "a.hdr", "a.img.gz", "b.hdr.gz", "b.img" })
            NiftiReader.Read(_folder.File(name)).ToIntensities().Voxels.ShouldBe(expected, name);
    }

    [Fact]
    public void Keeps_the_extensions_of_a_pair()
    {
        byte[] extension = [1, 0, 0, 0, 16, 0, 0, 0, 6, 0, 0, 0, .. "a remark"u8];
        _folder.File("a.hdr", [.. File.ReadAllBytes(Fixtures.Path("pair1.hdr"))[..348], .. extension]);
        _folder.File("a.img", File.ReadAllBytes(Fixtures.Path("pair1.img")));
        var image = NiftiReader.Read(_folder.File("a.img"));
        image.Extensions.ToArray().ShouldBe(extension);
        NiftiWriter.Write(_folder.File("b.nii"), image.ToIntensities(), image, keepExtensions: true);
        NiftiReader.Read(_folder.File("b.nii")).Extensions.ToArray().ShouldBe(extension);
    }

    [Theory]
    [InlineData(0, 0, "dim[0] is 0, not 1 to 7")]
    [InlineData(0, 8, "dim[0] is 8, not 1 to 7")]
    [InlineData(0, -3, "dim[0] is -3, not 1 to 7")]
    [InlineData(1, -5, "dim[1] is -5")]
    [InlineData(2, 0, "dim[2] is 0")]
    public void Says_which_dimension_is_wrong(int index, short value, string problem)
    {
        Dim(index, value);
        Problem(_good).ShouldBe(problem);
    }

    [Theory]
    [InlineData(30000, 30000, 30000, "30000x30000x30000 voxels are too many")]
    [InlineData(1024, 1024, 1024, "1024x1024x1024 voxels need 4294967648 bytes, but the file holds 592")]
    [InlineData(32767, 32767, 1, "32767x32767x1 voxels need 4294705508 bytes, but the file holds 592")]
    public void Allocates_little_for_an_absurd_size(short x, short y, short z, string problem)
    {
        (short, int)[] sides = [(x, 1), (y, 2), (z, 3)];
        foreach (var (side, index) in sides)
            Dim(index, side);
        var plain = _folder.File("a.nii", _good);
        var gzip = _folder.File("a.nii.gz", Gzip(_good));
        foreach (var path in new[] { plain, gzip })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var refusal = Should.Throw<BadInputException>(() => NiftiReader.Read(path));
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10L << 20);
            if (path == plain)
                refusal.Problem.ShouldBe(problem);
            else
                refusal.Problem.ShouldStartWith(problem.Split(" bytes,")[0]);
        }
    }

    [Fact]
    public void Refuses_more_bytes_than_one_array_holds()
    {
        foreach (var index in new[] { 1, 2, 3 })
            Dim(index, 900);
        // Enough compressed bytes that they might unpack to so many voxels.
        byte[] bytes = [.. Gzip(_good), .. new byte[3 << 20]];
        Problem(bytes).ShouldBe("900x900x900 voxels take 2916000352 bytes, more than 2 GiB");
    }

    [Fact]
    public void Refuses_the_absurd_sizes_that_only_nifti2_can_say()
    {
        var bytes = File.ReadAllBytes(Fixtures.Path("n2-float32-le.nii"));
        foreach (var index in new[] { 1, 2, 3 })
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16 + 8 * index), int.MaxValue);
        Problem(bytes).ShouldBe("2147483647x2147483647x2147483647 voxels are too many");
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), long.MaxValue);
        Problem(bytes).ShouldBe($"dim[1] is {long.MaxValue}, absurdly large");
    }

    [Theory]
    [InlineData(1e9f, "need 1000000240 bytes")]
    [InlineData(1e30f, "its voxels start 9223372036854775807 bytes in")]
    public void Refuses_voxels_that_start_beyond_the_end(float offset, string part)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_good.AsSpan(108), offset);
        Problem(_good).ShouldContain(part);
    }

    [Fact]
    public void Counts_voxels_that_are_not_numbers()
    {
        Voxel(3, float.NaN);
        Voxel(7, float.PositiveInfinity);
        Voxel(9, float.NegativeInfinity);
        var image = NiftiReader.Read(_folder.File("a.nii", _good));
        Should.Throw<BadInputException>(() => image.ToIntensities()).Problem.ShouldBe("3 voxels are NaN or infinite");
    }

    [Fact]
    public void Says_that_the_affine_is_singular()
    {
        _good.AsSpan(280, 16).Clear();
        Problem(_good).ShouldBe("its affine is singular or not finite");
    }

    [Fact]
    public void Says_that_the_affine_is_not_finite()
    {
        BinaryPrimitives.WriteSingleLittleEndian(_good.AsSpan(284), float.NaN);
        Problem(_good).ShouldBe("its affine is singular or not finite");
    }

    [Theory]
    [InlineData(128, "holds colours (RGB), not intensities")]
    [InlineData(2304, "holds colours (RGB), not intensities")]
    [InlineData(32, "holds complex numbers")]
    [InlineData(1792, "holds complex numbers")]
    [InlineData(1, "holds single bits")]
    [InlineData(1536, "holds 128-bit floats")]
    [InlineData(77, "has the unknown datatype 77")]
    public void Says_why_a_kind_of_voxel_is_refused(short code, string problem)
    {
        BinaryPrimitives.WriteInt16LittleEndian(_good.AsSpan(Datatype), code);
        Problem(_good).ShouldBe(problem);
    }

    [Fact]
    public void Says_that_a_file_holds_many_volumes()
    {
        Dim(0, 4);
        Dim(4, 12);
        Problem(_good).ShouldBe("holds 12 volumes (4D), not one");
    }

    [Fact]
    public void Takes_four_dimensions_when_the_fourth_is_one()
    {
        Dim(0, 4);
        Dim(4, 1);
        NiftiReader.Read(_folder.File("a.nii", _good)).Geometry.Size.Voxels.ShouldBe(60);
    }

    [Fact]
    public void Counts_labels_that_are_not_whole_numbers()
    {
        for (var i = 0; i < 60; i++)
            Voxel(i, i % 4);
        var whole = NiftiReader.Read(_folder.File("whole.nii", _good));
        whole.ToLabels().Voxels.ShouldBe(Enumerable.Range(0, 60).Select(i => i % 4));

        Voxel(5, 0.25f);
        Voxel(6, float.NaN);
        Voxel(7, 1e20f);
        var image = NiftiReader.Read(_folder.File("a.nii", _good));
        var refusal = Should.Throw<BadInputException>(() => image.ToLabels());
        refusal.Problem.ShouldBe("3 voxels are not label numbers (such as 0.25)");
        refusal.Culprit.ShouldBe(_folder.File("a.nii"));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    private static BadInputException Refusal(string path) =>
        Should.Throw<BadInputException>(() => NiftiReader.Read(path));

    private string Problem(byte[] bytes)
    {
        var path = _folder.File("a.nii", bytes);
        var refusal = Refusal(path);
        refusal.Culprit.ShouldBe(path);
        refusal.Remedy.ShouldNotBeEmpty();
        return refusal.Problem;
    }

    private void Dim(int index, short value) =>
        BinaryPrimitives.WriteInt16LittleEndian(_good.AsSpan(40 + 2 * index), value);

    private void Voxel(int index, float value) =>
        BinaryPrimitives.WriteSingleLittleEndian(_good.AsSpan(Offset + 4 * index), value);
}
