using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats;

public sealed class FormatFixtureTests
{
    public static TheoryData<string> Files => [.. Fixtures.Others.Select(e => e.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Reads_what_others_wrote(string file)
    {
        var expected = Fixtures.Others.Single(e => e.File == file);
        var path = Fixtures.OtherPath(file);
        var image = ImageFile.Open(path);

        image.Path.ShouldBe(path);
        image.Warnings.ShouldBeEmpty();
        image.Geometry.Size.ShouldBe(new GridSize(expected.Shape[0], expected.Shape[1], expected.Shape[2]));
        Fixtures.Difference(image.Geometry.Affine, Fixtures.ToAffine(expected.Affine)).ShouldBeLessThan(1e-5);
        var values = image.ToIntensities().Voxels;
        for (var i = 0; i < values.Length; i++)
            values[i].ShouldBe((float)expected.Values[i], Math.Abs(1e-6 * expected.Values[i]));
        ImageFile.ReadGeometry(path).ShouldBe(image.Geometry);
    }

    [Theory]
    [InlineData("int16.mhd", "int16.raw")]
    [InlineData("uint8.nhdr", "uint8.raw")]
    [InlineData("uint8.mgz", null)]
    public void Names_every_file_of_an_image(string file, string? data)
    {
        string[] files = data is null ? [file] : [file, data];
        ImageFile.FilesOf(Fixtures.OtherPath(file)).Select(Path.GetFileName).ShouldBe(files);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_name_tells_nothing(string file)
    {
        using var folder = new TemporaryFolder();
        foreach (var part in ImageFile.FilesOf(Fixtures.OtherPath(file)))
            File.Copy(part, folder.File(Path.GetFileName(part)));
        File.Move(folder.File(file), folder.File("scan"));
        ImageFile
            .Open(folder.File("scan"))
            .ToIntensities()
            .Voxels.ShouldBe(ImageFile.Open(Fixtures.OtherPath(file)).ToIntensities().Voxels);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_anywhere_is_refused_in_one_line(string file)
    {
        using var folder = new TemporaryFolder();
        foreach (var part in ImageFile.FilesOf(Fixtures.OtherPath(file)).Skip(1))
            File.Copy(part, folder.File(Path.GetFileName(part)));
        var whole = File.ReadAllBytes(Fixtures.OtherPath(file));
        var values = ImageFile.Open(Fixtures.OtherPath(file)).ToIntensities().Voxels;
        foreach (var length in Enumerable.Range(0, 40).Select(i => whole.Length * i / 40))
        {
            var path = folder.File(file, whole[..length]);
            try
            {
                // What was cut off may be a history or a note behind the voxels.
                ImageFile.Open(path).ToIntensities().Voxels.ShouldBe(values);
            }
            catch (BadInputException e)
            {
                e.Message.ShouldNotContain("\n");
                e.Culprit.ShouldBe(path);
            }
        }
    }
}
