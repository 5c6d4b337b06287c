using System.Text;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.BrainWeb;

public sealed class BrainWebDescriptionTests : IDisposable
{
    private const string Text = "size: 3 2 1\nspacing: 1 2 4\nstart: -10 -20 -30\ntype: short\norder: big\n";

    private static readonly byte[] Voxels = [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string text, byte[]? voxels = null, string name = "t1.rawb")
    {
        _folder.File("t1.txt", Encoding.UTF8.GetBytes(text));
        return _folder.File(name, voxels ?? Voxels);
    }

    [Fact]
    public void Says_what_the_voxels_are()
    {
        var image = ImageFile.Open(Write(Text));
        image.Geometry.ShouldBe(new(new(3, 2, 1), new(1, 0, 0, -10, 0, 2, 0, -20, 0, 0, 4, -30)));
        image.ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);
        ImageFile.ReadGeometry(image.Path).ShouldBe(image.Geometry);
        ImageFile.FilesOf(image.Path).Select(Path.GetFileName).ShouldBe(["t1.rawb", "t1.txt"]);
    }

    [Fact]
    public void Wins_over_the_number_of_bytes()
    {
        var voxels = new byte[181 * 217 * 20];
        var image = ImageFile.Open(Write("size: 217x181x20\nspacing: 2,2,2\nstart: 0 0 0\n", voxels));
        image.Geometry.Size.ShouldBe(new GridSize(217, 181, 20));
        image.Geometry.Spacing.ShouldBe(Spacing.Isotropic(2));
    }

    [Theory]
    [InlineData("\n", "\r\n")]
    [InlineData("size: 3 2 1", "# the site's page\nSIZE :3x2x1 # x first\n")]
    [InlineData("order: big", "Order: BIG")]
    [InlineData("spacing: 1 2 4", "spacing: 1.0, 2.0,\t4e0")]
    public void May_be_written_in_other_ways(string old, string other) =>
        ImageFile.Open(Write(Text.Replace(old, other))).ToLabels().Voxels.ShouldBe([1, 2, 3, 4, 5, 6]);

    [Theory]
    [InlineData("rawb", 6)]
    [InlineData("raws", 12)]
    public void The_name_says_the_type_that_it_leaves_out(string suffix, int bytes)
    {
        var text = Text.Replace("type: short\norder: big\n", "");
        ImageFile.Open(Write(text, new byte[bytes], $"t1.{suffix}")).ToLabels().Voxels.Length.ShouldBe(6);
    }

    [Theory]
    [InlineData("size: 3 2 1\n", "", "has no 'size'")]
    [InlineData("spacing: 1 2 4\n", "", "has no 'spacing'")]
    [InlineData("start: -10 -20 -30\n", "", "has no 'start'")]
    [InlineData("3 2 1", "3 2", "doesn't give three numbers for 'size'")]
    [InlineData("3 2 1", "3 2 0", "gives a size that isn't whole voxels")]
    [InlineData("3 2 1", "3 2 1.5", "gives a size that isn't whole voxels")]
    [InlineData("3 2 1", "1e9 1e9 1e9", "1000000000x1000000000x1000000000 voxels are too many")]
    [InlineData("1 2 4", "1 2 -4", "gives a spacing that isn't in mm")]
    [InlineData("1 2 4", "1 nan 4", "doesn't give three numbers for 'spacing'")]
    [InlineData("1 2 4", "1e-200 1e-200 1", "gives a spacing or a start that is no place")]
    [InlineData("-10 -20", "left -20", "doesn't give three numbers for 'start'")]
    [InlineData("type: short", "type: float", "doesn't say type: byte or type: short")]
    [InlineData("order: big", "order: native", "doesn't say order: little or order: big")]
    [InlineData("order: big", "size: 3 2 1", "gives 'size' twice")]
    [InlineData("order: big", "endian: big", "has a line that doesn't begin with size, spacing, start, type or order")]
    public void Says_what_is_wrong(string old, string other, string problem)
    {
        Text.ShouldContain(old);
        var refusal = Should.Throw<BadInputException>(() => ImageFile.Open(Write(Text.Replace(old, other))));
        refusal.Problem.ShouldBe(problem);
        refusal.Culprit.ShouldBe(_folder.File("t1.txt"));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Must_fit_the_file_to_a_byte(int length)
    {
        var refusal = Should.Throw<BadInputException>(() => ImageFile.Open(Write(Text, new byte[length])));
        refusal.Problem.ShouldBe($"3x2x1 voxels of 2 bytes need 12 bytes, but the file holds {length}");
        refusal.Remedy.ShouldStartWith("correct t1.txt");
    }

    // Whatever stands in it, voxels come back as they were and where it says, or one line says what is wrong.
    [Fact]
    public void Any_description_puts_every_voxel_where_it_says() =>
        Gen.Select(
                Some.Size,
                Gen.Double[0.1, 9].Array[3],
                Gen.Double[-200, 200].Array[3],
                Gen.Bool,
                Gen.Bool,
                Gen.Int[0, 10]
            )
            .Sample(
                (size, spacing, start, isShort, isBig, cut) =>
                {
                    using var folder = new TemporaryFolder();
                    var grid = new VolumeGeometry(
                        size,
                        Affine.FromSpacing(new(spacing[0], spacing[1], spacing[2]), new(start[0], start[1], start[2]))
                    );
                    var numbered = Some.Numbered(grid).Voxels;
                    byte[] bytes =
                    [
                        .. numbered.SelectMany<int, byte>(n =>
                            isShort ? (isBig ? [(byte)(n >> 8), (byte)n] : [(byte)n, (byte)(n >> 8)]) : [(byte)n]
                        ),
                    ];
                    var text = FormattableString.Invariant(
                        $"type: {(isShort ? "short" : "byte")}\norder: {(isBig ? "big" : "little")}\nsize: {size.X} {size.Y} {size.Z}\n"
                    );
                    text += FormattableString.Invariant(
                        $"spacing: {spacing[0]:R} {spacing[1]:R} {spacing[2]:R}\nstart: {start[0]:R} {start[1]:R} {start[2]:R}\n"
                    );
                    folder.File("a.txt", Encoding.UTF8.GetBytes(text));
                    var image = ImageFile.Open(folder.File("a.rawb", bytes));
                    image.Geometry.ShouldBe(grid);
                    image.ToLabels().Voxels.ShouldBe(isShort ? numbered : [.. numbered.Select(n => n & 0xFF)]);
                    if (cut == 0 || cut >= bytes.Length)
                        return;
                    var refusal = Should.Throw<BadInputException>(() =>
                        ImageFile.Open(folder.File("a.rawb", bytes[..^cut]))
                    );
                    refusal.Message.ShouldNotContain("\n");
                },
                iter: 60
            );
}
