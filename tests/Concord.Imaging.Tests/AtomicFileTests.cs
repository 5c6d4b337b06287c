namespace Concord.Imaging.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(28)]
    [InlineData(112)]
    [InlineData(122)]
    public void Leaves_the_old_file_when_the_disk_fills(int code)
    {
        var path = _folder.File("a.txt");
        AtomicFile.WriteText(path, "old");
        var refusal = Should.Throw<BadInputException>(() =>
            AtomicFile.Write(
                path,
                stream =>
                {
                    stream.Write("half of the new"u8);
                    throw new IOException("No space left on device", unchecked((int)0x80070000) | code);
                }
            )
        );
        refusal.Problem.ShouldBe("can't be written: the disk is full, or a quota is reached");
        refusal.Culprit.ShouldBe(path);
        File.ReadAllText(path).ShouldBe("old");
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Leaves_nothing_when_the_writer_fails()
    {
        var path = _folder.File("a.txt");
        Should.Throw<InvalidOperationException>(() =>
            AtomicFile.Write(path, _ => throw new InvalidOperationException("a bug"))
        );
        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Replaces_what_a_link_points_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var target = _folder.File("real/a.txt");
        AtomicFile.WriteText(target, "old");
        File.CreateSymbolicLink(_folder.File("link.txt"), target);
        AtomicFile.WriteText(_folder.File("link.txt"), "new");
        File.ReadAllText(target).ShouldBe("new");
        File.ResolveLinkTarget(_folder.File("link.txt"), returnFinalTarget: true)!.FullName.ShouldBe(target);
    }

    [Fact]
    public void Replaces_the_old_file_and_makes_the_folder()
    {
        var path = _folder.File("deep/er/a.txt");
        AtomicFile.WriteText(path, "old");
        AtomicFile.WriteText(path, "grün");
        File.ReadAllBytes(path).ShouldBe("grün"u8.ToArray());
        Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).ShouldBe([path]);
    }

    [Fact]
    public void Says_that_the_target_is_a_folder()
    {
        var path = _folder.File("a.txt");
        Directory.CreateDirectory(path);
        Should
            .Throw<BadInputException>(() => AtomicFile.WriteText(path, ""))
            .Problem.ShouldBe("can't be written: it is a folder");
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Says_why_a_file_cannot_be_written()
    {
        var file = _folder.File("file");
        AtomicFile.WriteText(file, "not a folder");
        Should
            .Throw<BadInputException>(() => AtomicFile.WriteText(Path.Combine(file, "a.txt"), ""))
            .Problem.ShouldStartWith("can't be written: ");
    }
}
