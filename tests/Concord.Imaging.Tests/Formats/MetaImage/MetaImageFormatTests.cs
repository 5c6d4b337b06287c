using System.Text;

namespace Concord.Imaging.Tests.Formats.MetaImage;

public sealed class MetaImageFormatTests : IDisposable
{
    private const string Head =
        "ObjectType = Image\nNDims = 3\nBinaryData = True\nCompressedData = False\n"
        + "TransformMatrix = 0 1 0 1 0 0 0 0 1\nOffset = 10 20 30\nElementSpacing = 2 3 4\nDimSize = 3 2 1\n"
        + "ElementType = MET_UCHAR\nElementDataFile = LOCAL\n";

    private static readonly byte[] Voxels = [1, 2, 3, 4, 5, 6];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string head, byte[] data) => _folder.File("a.mha", [.. Encoding.UTF8.GetBytes(head), .. data]);

    [Fact]
    public void Each_triple_is_the_direction_of_an_axis_in_a_world_of_left_and_back()
    {
        var image = ImageFile.Open(Write(Head, Voxels));
        // The first axis runs along the second of the world, by 2 mm a voxel, which is to the back.
        image.Geometry.Affine.ShouldBe(new(0, -3, 0, -10, -2, 0, 0, -20, 0, 0, 4, 30));
        image.Geometry.Orientation.ToString().ShouldBe("PLS");
        image.ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [InlineData("Offset", "Position")]
    [InlineData("Offset", "Origin")]
    [InlineData("TransformMatrix", "Rotation")]
    [InlineData("ElementSpacing", "ElementSize")]
    [InlineData(" = ", "=")]
    [InlineData("\n", "\r\n")]
    public void Takes_what_other_writers_write(string old, string other)
    {
        var expected = ImageFile.Open(Write(Head, Voxels)).Geometry;
        var image = ImageFile.Open(Write(Head.Replace(old, other), Voxels));
        image.Geometry.ShouldBe(expected);
        image.ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void Voxels_may_stand_apart_behind_something_else(int skip)
    {
        _folder.File("vöxels.raw", [9, 9, .. Voxels]);
        var head = Head.Replace("ElementDataFile = LOCAL", $"HeaderSize = {skip}\nElementDataFile = vöxels.raw");
        ImageFile.Open(Write(head, [])).ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Warns_of_what_ITK_ignores()
    {
        var head = Head.Replace("DimSize", "ElementToIntensityFunctionSlope = 2\nDimSize");
        ImageFile
            .Open(Write(head, Voxels))
            .Warnings.ShouldHaveSingleItem()
            .ShouldContain("values are taken as they are");
    }

    [Theory]
    [InlineData("ElementDataFile = LOCAL\n", "", "its MetaImage header has a line that isn't 'Key = value'")]
    [InlineData("NDims = 3", "NDims = 11", "its MetaImage header says NDims = 11")]
    [InlineData("DimSize = 3 2 1", "DimSize = 3 2", "its MetaImage header gives 2 numbers for DimSize, not 3")]
    [InlineData("DimSize = 3 2 1", "DimSize = 3 2 -1", "its MetaImage header says DimSize = 3 2 -1")]
    [InlineData("DimSize = 3 2 1", "DimSize = 3 2 9", "3x2x9 voxels need 265 bytes, but the file holds 217")]
    [InlineData(
        "ElementSpacing = 2 3 4",
        "ElementSpacing = 2 x 4",
        "its MetaImage header gives no number for ElementSpacing"
    )]
    [InlineData("ElementSpacing = 2 3 4", "ElementSpacing = 2 0 4", "its affine is singular or not finite")]
    [InlineData("MET_UCHAR", "MET_STRING", "has voxels of the kind MET_STRING")]
    [InlineData("DimSize", "ElementNumberOfChannels = 3\nDimSize", "holds 3 numbers a voxel, not one")]
    [InlineData(
        "DimSize",
        "HeaderSize = 4\nDimSize",
        "says that its voxels start 4 bytes in, and that they follow the header"
    )]
    [InlineData("BinaryData = True", "BinaryData = False", "has voxels written as text")]
    [InlineData("LOCAL", "LIST", "has a file for each slice")]
    [InlineData("LOCAL", "slice%03d.raw 1 9 1", "has a file for each slice")]
    [InlineData("CompressedData = False", "CompressedData = True", "damaged zlib data")]
    public void Says_what_is_wrong(string old, string other, string problem)
    {
        Head.ShouldContain(old);
        Should
            .Throw<BadInputException>(() => ImageFile.Open(Write(Head.Replace(old, other), Voxels)))
            .Problem.ShouldBe(problem);
    }

    [Fact]
    public void A_missing_file_of_voxels_is_named()
    {
        var e = Should.Throw<BadInputException>(() => ImageFile.Open(Write(Head.Replace("LOCAL", "a.raw"), [])));
        e.Culprit.ShouldBe(_folder.File("a.raw"));
        e.Problem.ShouldBe("no such file");
    }
}
