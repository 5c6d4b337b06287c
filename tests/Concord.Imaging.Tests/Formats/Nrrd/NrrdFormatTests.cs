using System.IO.Compression;
using System.Text;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.Nrrd;

public sealed class NrrdFormatTests : IDisposable
{
    private const string Head =
        "NRRD0004\ntype: uchar\ndimension: 3\nspace: left-posterior-superior\nsizes: 3 2 1\n"
        + "space directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (10,20,30)\nencoding: raw\n";

    private static readonly byte[] Voxels = [1, 2, 3, 4, 5, 6];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string head, byte[] data) =>
        _folder.File("a.nrrd", [.. Encoding.UTF8.GetBytes(head + "\n"), .. data]);

    private string Problem(string head) =>
        Should.Throw<BadInputException>(() => ImageFile.Open(Write(head, Voxels))).Problem;

    private static byte[] Packed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return target.ToArray();
    }

    [Theory]
    [InlineData("left-posterior-superior", -1, -1)]
    [InlineData("LPS", -1, -1)]
    [InlineData("right-anterior-superior", 1, 1)]
    [InlineData("left-anterior-superior", -1, 1)]
    public void The_space_says_where_left_is(string space, int x, int y)
    {
        var image = ImageFile.Open(Write(Head.Replace("left-posterior-superior", space), Voxels));
        image.Geometry.Affine.ShouldBe(new(x * 2, 0, 0, x * 10, 0, y * 3, 0, y * 20, 0, 0, 4, 30));
        image.ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [InlineData("type: uchar", "type:uchar")]
    [InlineData("type: uchar", "type:\tuchar")]
    [InlineData("type: uchar", "TYPE: unsigned char")]
    [InlineData("encoding: raw", "content:\nencoding: raw")]
    [InlineData("encoding: raw", "# a comment\nsaid by:=me: and you\nencoding: raw")]
    [InlineData("\n", "\r\n")]
    public void Takes_what_other_writers_write(string old, string other) =>
        ImageFile.Open(Write(Head, Voxels)).Geometry.ShouldBe(ImageFile.ReadGeometry(Rewritten(old, other)));

    private string Rewritten(string old, string other)
    {
        var head = Head.Replace(old, other);
        return _folder.File("b.nrrd", [.. Encoding.UTF8.GetBytes(head + (old == "\n" ? "\r\n" : "\n")), .. Voxels]);
    }

    [Fact]
    public void Voxels_may_be_packed_and_the_file_once_more()
    {
        var head = Head.Replace("raw", "gzip");
        byte[] once = [.. Encoding.UTF8.GetBytes(head + "\n"), .. Packed(Voxels)];
        foreach (var bytes in new[] { once, Packed(once) })
            ImageFile.Open(_folder.File("a.nrrd", bytes)).ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [InlineData("raw", new byte[] { 9, 9, 1, 2, 3, 4, 5, 6 }, "byte skip: 2")]
    [InlineData("raw", new byte[] { 9, 9, 9, 1, 2, 3, 4, 5, 6 }, "byte skip: -1")]
    [InlineData("raw", new byte[] { 65, 10, 66, 10, 1, 2, 3, 4, 5, 6 }, "line skip: 2")]
    public void Voxels_may_stand_apart_behind_something_else(string encoding, byte[] data, string skip)
    {
        _folder.File("vöxels.raw", data);
        var head = Head.Replace("raw", encoding) + skip + "\ndata file: vöxels.raw\n";
        ImageFile.Open(Write(head, [])).ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void An_axis_of_one_step_may_be_no_axis_of_space()
    {
        var head = Head.Replace("dimension: 3", "dimension: 4")
            .Replace("sizes: 3", "sizes: 1 3")
            .Replace("directions: (", "directions: none (");
        ImageFile.Open(Write(head, Voxels)).Geometry.Size.ShouldBe(new GridSize(3, 2, 1));
        Problem(head.Replace("sizes: 1", "sizes: 2")).ShouldBe("holds 2 volumes (4D), not one");
    }

    [Fact]
    public void Warns_when_left_and_right_are_not_known()
    {
        var image = ImageFile.Open(Write(Head.Replace("space: left-posterior-superior\n", ""), Voxels));
        image.Warnings.ShouldHaveSingleItem().ShouldContain("left and right are not known");
    }

    [Theory]
    [InlineData("type: uchar\n", "", "its NRRD header has no 'type'")]
    [InlineData("type: uchar", "type: block", "has voxels of the kind 'block'")]
    [InlineData("type: uchar", "type: short", "its NRRD header has no 'endian'")]
    [InlineData("encoding: raw", "encoding: hex", "is encoded as hex")]
    [InlineData("sizes: 3 2 1", "sizes: 3 2", "its NRRD header gives 2 sizes for 3 axes")]
    [InlineData("sizes: 3 2 1", "sizes: 3 2 0", "its NRRD header says sizes: 3 2 0")]
    [InlineData("sizes: 3 2 1", "sizes: 30 2 1", "30x2x1 voxels need 221 bytes, but the file holds 167")]
    [InlineData("sizes: 3 2 1", "sizes: 2000000 2000000 1", "2000000x2000000x1 voxels are too many")]
    [InlineData("(0,0,4)", "(0,0,0)", "its affine is singular or not finite")]
    [InlineData("(0,0,4)", "(0,0)", "its NRRD header has space directions of 2 numbers")]
    [InlineData("(0,0,4)", "0,0,4", "its NRRD header has space directions that aren't vectors")]
    [InlineData("left-posterior-superior", "scanner-xyz", "lies in the space 'scanner-xyz'")]
    [InlineData("dimension: 3", "dimension: 3\ndimension: 3", "its NRRD header gives 'dimension' twice")]
    [InlineData("encoding: raw", "encoding: raw\nnonsense", "its NRRD header has a line that isn't 'field: value'")]
    public void Says_what_is_wrong(string old, string other, string problem)
    {
        Head.ShouldContain(old);
        Problem(Head.Replace(old, other)).ShouldBe(problem);
    }
}
