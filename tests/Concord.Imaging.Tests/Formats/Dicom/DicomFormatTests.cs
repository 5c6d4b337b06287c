using Concord.Imaging.Formats.Dicom;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.Dicom;

/// <summary>On the series of <c>tests/fixtures/make_dicom_fixture.py</c>; what needs dcm2niix is left out where it isn't.</summary>
public sealed class DicomFormatTests
{
    private static string One => In("Dicom/one");

    [Theory]
    [InlineData("Dicom/one")]
    [InlineData("Dicom/one/2.dcm")]
    public void Every_voxel_lies_where_the_slices_say(string path)
    {
        RequireProgram();
        var image = ImageFile.Open(In(path));
        image.Path.ShouldBe(In(path));
        ImageFile.ReadGeometry(In(path)).ShouldBe(image.Geometry);
        var values = image.ToIntensities();
        values.Size.Voxels.ShouldBe(8 * 6 * 4);
        // In LPS: the rows run along (0.96, 0.28, 0), the columns along (-0.28, 0.96, 0).
        var seen = new HashSet<int>();
        foreach (var (x, y, z) in Some.Indices(values.Size))
        {
            var value = (int)values[x, y, z];
            seen.Add(value).ShouldBeTrue();
            var (i, j, k) = (value % 10 * 1.5, value / 10 % 10 * 1.25, value / 100 * 4.0);
            var expected = new Point3(12 - (0.96 * i - 0.28 * j), 20 - (0.28 * i + 0.96 * j), 7.5 + k);
            (image.Geometry.Affine.Apply(new(x, y, z)) - expected).Length.ShouldBeLessThan(1e-4);
        }
    }

    [Fact]
    public void Its_files_are_those_of_the_folder()
    {
        ImageFile.FilesOf(One).Select(Path.GetFileName).ShouldBe(["0.dcm", "1.dcm", "2.dcm", "3.dcm"]);
        ImageFile.FilesOf(Path.Combine(One, "3.dcm")).Count.ShouldBe(4);
        ImageFile.Stem(One + "/").ShouldBe("one");
    }

    [Fact]
    public void Says_that_a_folder_holds_several_series_or_none()
    {
        RequireProgram();
        var two = Should.Throw<BadInputException>(() => ImageFile.Open(In("Dicom/two")));
        two.Problem.ShouldBe("holds 2 images: 3_T1, 4_T1");
        var none = Should.Throw<BadInputException>(() => ImageFile.Open(In("Nifti")));
        none.Problem.ShouldStartWith("dcm2niix finds no image in it");
        none.Culprit.ShouldBe(In("Nifti"));
    }

    [Fact]
    public void Says_how_to_get_the_program_that_is_missing()
    {
        var refusal = Should.Throw<BadInputException>(() => Dcm2niix.Convert(One, _ => 0, "dcm2niix-that-is-nowhere"));
        refusal.Problem.ShouldContain("isn't installed");
        refusal.Remedy.ShouldContain("apt install dcm2niix");
    }

    private static string In(string path) => Path.Combine(AppContext.BaseDirectory, "Fixtures", path);

    private static void RequireProgram()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var isThere = folders.Any(f =>
            File.Exists(Path.Combine(f, "dcm2niix")) || File.Exists(Path.Combine(f, "dcm2niix.exe"))
        );
        Assert.SkipUnless(isThere, "dcm2niix isn't installed");
    }
}
