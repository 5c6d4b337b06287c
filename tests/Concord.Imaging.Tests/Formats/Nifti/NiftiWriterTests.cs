using System.Globalization;
using Concord.Imaging.Formats;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.Nifti;

public sealed class NiftiWriterTests
{
    private static readonly Affine Oblique = NiftiReader.ReadGeometry(Fixtures.Path("n1-int16-le.nii")).Affine;
    private static readonly VolumeGeometry Grid = new(new(5, 4, 3), Oblique);

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    public void Round_trip_keeps_bytes(string name) => RoundTrip(name, i => (byte)(i * 4), VoxelType.UInt8);

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    public void Round_trip_keeps_shorts(string name) =>
        RoundTrip(name, i => (short)(i * 1000 - 30000), VoxelType.Int16);

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    public void Round_trip_keeps_ints(string name) => RoundTrip(name, i => i * 70000 - 2000000, VoxelType.Int32);

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    public void Round_trip_keeps_floats(string name) => RoundTrip(name, i => i * 0.37f - 9, VoxelType.Float32);

    [Theory]
    [InlineData("n1-int16-le.nii")]
    [InlineData("n1-int16-be.nii")]
    [InlineData("n2-int16-le.nii")]
    [InlineData("n2-int16-be.nii")]
    [InlineData("n1-neither-be.nii.gz")]
    [InlineData("n1-sform.nii")]
    [InlineData("n1-qform.nii")]
    [InlineData("n2-qform.nii.gz")]
    [InlineData("pair1-scaled.img")]
    public void Template_keeps_the_bytes_of_the_affine(string file)
    {
        using var folder = new TemporaryFolder();
        var template = NiftiReader.Read(Fixtures.Path(file));
        var voxels = Enumerable.Range(0, 60).Select(i => i * 0.5f - 3).ToArray();
        NiftiWriter.Write(folder.File("a.nii"), new Volume<float>(template.Geometry, voxels), template);
        var image = NiftiReader.Read(folder.File("a.nii"));

        image.Header.Version.ShouldBe(template.Header.Version);
        image.Header.IsBigEndian.ShouldBe(template.Header.IsBigEndian);
        // pixdim, then both forms' codes, the quaternion, the offsets and the matrix.
        var ranges = image.Header.Version == 1 ? new[] { 76..108, 252..328 } : [104..168, 344..496];
        foreach (var range in ranges)
            image.Header.Bytes[range].SequenceEqual(template.Header.Bytes[range]).ShouldBeTrue();
        image.Geometry.ShouldBe(template.Geometry);
        image.Datatype.ShouldBe(VoxelType.Float32);
        image.ToIntensities().Voxels.ShouldBe(voxels);
    }

    [Fact]
    public void Writes_both_forms_if_there_is_no_template()
    {
        using var folder = new TemporaryFolder();
        var geometry = NiftiReader.Read(Fixtures.Path("n1-sform.nii")).Geometry;
        NiftiWriter.Write(folder.File("a.nii"), new Volume<byte>(geometry));
        var image = NiftiReader.Read(folder.File("a.nii"));
        image.Warnings.ShouldBeEmpty();
        image.Header.SformCode.ShouldBe(1);
        image.Header.QformCode.ShouldBe(1);
        Fixtures.Difference(image.Header.Qform, image.Header.Sform).ShouldBeLessThan(1e-5);
    }

    [Theory]
    [InlineData("n1-extension-le.nii")]
    [InlineData("n1-extension-be.nii")]
    public void Keeps_extensions_only_when_asked(string file)
    {
        using var folder = new TemporaryFolder();
        var template = NiftiReader.Read(Fixtures.Path(file));
        var volume = template.ToIntensities();
        NiftiWriter.Write(folder.File("with.nii"), volume, template, keepExtensions: true);
        NiftiWriter.Write(folder.File("without.nii"), volume, template);

        var with = NiftiReader.Read(folder.File("with.nii"));
        with.Extensions.Span.SequenceEqual(template.Extensions.Span).ShouldBeTrue();
        with.Extensions.Span.IndexOf("kept word for word"u8).ShouldBe(12);
        with.ToIntensities().Voxels.ShouldBe(volume.Voxels);
        var without = NiftiReader.Read(folder.File("without.nii"));
        without.Extensions.ToArray().ShouldBe([0, 0, 0, 0]);
        without.ToIntensities().Voxels.ShouldBe(volume.Voxels);
    }

    [Fact]
    public void Clears_the_scale_of_the_template()
    {
        using var folder = new TemporaryFolder();
        var template = NiftiReader.Read(Fixtures.Path("n1-scaled.nii"));
        var volume = template.ToIntensities();
        NiftiWriter.Write(folder.File("a.nii"), volume, template);
        NiftiReader.Read(folder.File("a.nii")).ToIntensities().Voxels.ShouldBe(volume.Voxels);
    }

    [Fact]
    public void Refuses_a_name_that_is_no_image()
    {
        using var folder = new TemporaryFolder();
        Should
            .Throw<BadInputException>(() => NiftiWriter.Write(folder.File("a.png"), new Volume<byte>(Grid)))
            .Problem.ShouldBe("not a name for a NIfTI file");
    }

    [Fact]
    public void Refuses_a_template_on_another_grid()
    {
        using var folder = new TemporaryFolder();
        var template = NiftiReader.Read(Fixtures.Path("n1-straight.nii"));
        Should.Throw<ArgumentException>(() =>
            NiftiWriter.Write(folder.File("a.nii"), new Volume<byte>(Grid), template)
        );
    }

    [Fact]
    public void Nibabel_reads_what_was_written()
    {
        Assert.SkipWhen(Python.Nibabel("import nibabel") is null, "nibabel isn't installed: nothing was compared");
        using var folder = new TemporaryFolder();
        var floats = Enumerable.Range(0, 60).Select(i => i * 0.75f - 9).ToArray();
        var files = new List<(string Path, VolumeGeometry Geometry)>();
        foreach (var name in new[] { "new.nii", "new.nii.gz" })
        {
            NiftiWriter.Write(folder.File(name), new Volume<float>(Grid, floats));
            files.Add((folder.File(name), Grid));
        }

        // What label files and simulated scans are, and a side that only NIfTI-2 can say.
        var bytes = Array.ConvertAll(floats, f => (byte)(f + 9));
        var shorts = Array.ConvertAll(floats, f => (short)(100 * f));
        var wide = new VolumeGeometry(new(40000, 1, 1), Affine.FromSpacing(Spacing.Isotropic(0.5)));
        NiftiWriter.Write(folder.File("bytes.nii.gz"), new Volume<byte>(Grid, bytes));
        NiftiWriter.Write(folder.File("shorts.nii"), new Volume<short>(Grid, shorts));
        NiftiWriter.Write(folder.File("wide.nii"), new Volume<byte>(wide));
        foreach (var e in Fixtures.All)
        {
            var template = NiftiReader.Read(Fixtures.Path(e.File));
            var path = folder.File($"{files.Count}.nii");
            NiftiWriter.Write(path, new Volume<float>(template.Geometry, floats), template, keepExtensions: true);
            files.Add((path, template.Geometry));
        }

        const string Script = """
            import sys, nibabel
            for path in sys.argv[1:]:
                i = nibabel.load(path)
                q = i.get_qform() if i.header['qform_code'] > 0 else i.affine
                print(*i.shape, *i.affine[:3].ravel(), *q[:3].ravel(), *i.get_fdata().ravel(order='F'))
            """;
        var lines = Python.Nibabel(Script, [.. files.Select(f => f.Path)]).ShouldNotBeNull().TrimEnd().Split('\n');
        lines.Length.ShouldBe(files.Count);
        foreach (var (line, file) in lines.Zip(files))
        {
            var numbers = line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            numbers[..3].ShouldBe([5, 4, 3]);
            Fixtures.Difference(Fixtures.ToAffine(numbers[3..15]), file.Geometry.Affine).ShouldBeLessThan(1e-5);
            Fixtures.Difference(Fixtures.ToAffine(numbers[15..27]), file.Geometry.Affine).ShouldBeLessThan(1e-4);
            numbers[27..].ShouldBe(floats.Select(f => (double)f));
        }

        const string Other = """
            import sys, nibabel
            for path in sys.argv[1:]:
                i = nibabel.load(path)
                print(i.get_data_dtype(), type(i).__name__, *i.shape, i.header.get_zooms()[0], sep=' ')
                print(*i.get_fdata().ravel(order='F')[:60])
            """;
        var others = Python
            .Nibabel(Other, folder.File("bytes.nii.gz"), folder.File("shorts.nii"), folder.File("wide.nii"))!
            .TrimEnd()
            .Split('\n');
        others[0].ShouldStartWith("uint8 Nifti1Image 5 4 3 ");
        others[2].ShouldStartWith("int16 Nifti1Image 5 4 3 ");
        others[4].ShouldBe("uint8 Nifti2Image 40000 1 1 0.5");
        double[] Numbers(int line) =>
            [.. others[line].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        Numbers(1).ShouldBe(bytes.Select(b => (double)b));
        Numbers(3).ShouldBe(shorts.Select(v => (double)v));
        Numbers(5).ShouldAllBe(v => v == 0);
    }

    private static void RoundTrip<T>(string name, Func<int, T> make, VoxelType type)
        where T : unmanaged
    {
        using var folder = new TemporaryFolder();
        var voxels = Enumerable.Range(0, 60).Select(make).ToArray();
        NiftiWriter.Write(folder.File(name), new Volume<T>(Grid, voxels));
        var image = NiftiReader.Read(folder.File(name));
        image.Datatype.ShouldBe(type);
        image.Header.Description.ShouldBe("Concord");
        image.Warnings.ShouldBeEmpty();
        Fixtures.Difference(image.Geometry.Affine, Oblique).ShouldBeLessThan(1e-5);
        var read = image.ToIntensities().Voxels;
        for (var i = 0; i < voxels.Length; i++)
            read[i].ShouldBe(Convert.ToSingle(voxels[i], CultureInfo.InvariantCulture));
        if (type != VoxelType.Float32)
            image.ToLabels().Voxels.ShouldBe(voxels.Select(v => Convert.ToInt32(v, CultureInfo.InvariantCulture)));
    }
}
