using Concord.Imaging.Formats;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.Nifti;

public sealed class NiftiReaderTests
{
    public static TheoryData<string> Files => [.. Fixtures.All.Select(e => e.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Reads_what_nibabel_reads(string file)
    {
        var expected = Fixtures.All.Single(e => e.File == file);
        var image = NiftiReader.Read(Fixtures.Path(file));

        image.Geometry.Size.ShouldBe(new GridSize(expected.Shape[0], expected.Shape[1], expected.Shape[2]));
        Fixtures.Difference(image.Geometry.Affine, Fixtures.ToAffine(expected.Affine)).ShouldBeLessThan(1e-5);
        var values = image.ToIntensities().Voxels;
        values.Length.ShouldBe(60);
        for (var i = 0; i < values.Length; i++)
            values[i].ShouldBe((float)expected.Values[i]);
        image.Header.IsBigEndian.ShouldBe(file.Contains("-be", StringComparison.Ordinal));
        image.Header.Version.ShouldBe(file.Contains('2', StringComparison.Ordinal) && file[..2] != "n1" ? 2 : 1);
        NiftiReader.ReadGeometry(Fixtures.Path(file)).ShouldBe(image.Geometry);
    }

    [Fact]
    public void Fixtures_cover_every_datatype_and_form()
    {
        var images = Fixtures.All.Select(e => NiftiReader.Read(Fixtures.Path(e.File))).ToList();
        images.Select(i => i.Datatype).Distinct().Count().ShouldBe(Enum.GetValues<VoxelType>().Length);
        images.Count(i => i.Header is { SformCode: > 0, QformCode: 0 }).ShouldBeGreaterThan(2);
        images.Count(i => i.Header is { SformCode: 0, QformCode: > 0 }).ShouldBeGreaterThan(2);
        images.Count(i => i.Header is { SformCode: 0, QformCode: 0 }).ShouldBeGreaterThan(2);
        images.Count(i => i.Header.Slope is not 0 and not 1 && double.IsFinite(i.Header.Slope)).ShouldBe(4);
    }

    [Theory]
    [InlineData("pair1.hdr", "pair1.img")]
    [InlineData("pair1-gz.hdr.gz", "pair1-gz.img.gz")]
    public void Reads_a_pair_by_either_name(string header, string image) =>
        NiftiReader
            .Read(Fixtures.Path(header))
            .ToIntensities()
            .Voxels.ShouldBe(NiftiReader.Read(Fixtures.Path(image)).ToIntensities().Voxels);

    [Fact]
    public void Warns_when_neither_form_is_there()
    {
        var image = NiftiReader.Read(Fixtures.Path("n1-neither.nii"));
        image.Warnings.ShouldHaveSingleItem().ShouldContain("neither sform nor qform");
        image.Geometry.Orientation.ToString().ShouldBe("LAS");
        NiftiReader.Read(Fixtures.Path("n1-int16-le.nii")).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Warns_when_the_forms_differ_and_takes_the_sform()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Fixtures.Path("n1-int16-le.nii"));
        BitConverter.GetBytes(41.5f).CopyTo(bytes, 280 + 12); // sform's x offset, 10 mm further
        var image = NiftiReader.Read(folder.File("a.nii", bytes));
        image.Warnings.ShouldHaveSingleItem().ShouldContain("sform and qform differ by 10 mm");
        image.Geometry.Affine.M03.ShouldBe(41.5, 1e-6);
    }

    [Fact]
    public void Recognises_gzip_by_content_when_the_name_hides_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.nii", File.ReadAllBytes(Fixtures.Path("n2-qform.nii.gz")));
        NiftiReader
            .Read(path)
            .ToIntensities()
            .Voxels.ShouldBe(NiftiReader.Read(Fixtures.Path("n2-qform.nii.gz")).ToIntensities().Voxels);
    }

    [Fact]
    public void Labels_are_the_values_of_whole_numbers()
    {
        foreach (var file in new[] { "n1-uint8-be.nii", "n1-int64-le.nii", "n1-uint32-be.nii", "n1-int16-be.nii" })
        {
            var expected = Fixtures.All.Single(e => e.File == file).Values.Select(v => (int)v);
            NiftiReader.Read(Fixtures.Path(file)).ToLabels().Voxels.ShouldBe(expected);
        }
    }

    [Fact]
    public void Scaled_values_are_rounded_once()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Fixtures.Path("n1-int16-le.nii"));
        BitConverter.GetBytes(0.1f).CopyTo(bytes, 112);
        BitConverter.GetBytes(-1000f).CopyTo(bytes, 116);
        var stored = Fixtures.All.Single(e => e.File == "n1-int16-le.nii").Values;
        NiftiReader
            .Read(folder.File("a.nii", bytes))
            .ToIntensities()
            .Voxels.ShouldBe(stored.Select(v => (float)(v * 0.1f + -1000.0)));
    }

    [Fact]
    public void Labels_are_scaled_when_the_header_says_so()
    {
        var expected = Fixtures.All.Single(e => e.File == "n1-scaled-be.nii").Values.Select(v => (int)v);
        NiftiReader.Read(Fixtures.Path("n1-scaled-be.nii")).ToLabels().Voxels.ShouldBe(expected);
    }
}
