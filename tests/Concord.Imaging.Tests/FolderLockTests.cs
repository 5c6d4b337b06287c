namespace Concord.Imaging.Tests;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_at_a_time_has_a_folder()
    {
        var place = Path.Combine(_folder.Path, "new");
        using (FolderLock.Take(place))
        {
            Should
                .Throw<BadInputException>(() => FolderLock.Take(place))
                .Message.ShouldContain("another process is at work");
            using var other = FolderLock.Take(Path.Combine(_folder.Path, "other"));
        }

        FolderLock.Take(place).Dispose();
    }

    [Fact]
    public async Task Who_awaits_a_turn_gets_it_when_the_other_has_done()
    {
        var held = FolderLock.Await(_folder.Path, "table", TimeSpan.Zero)!;
        // Something else there is nobody's.
        FolderLock.Await(_folder.Path, "other", TimeSpan.Zero)!.Dispose();
        FolderLock.Take(_folder.Path).Dispose();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Should
            .Throw<BadInputException>(() => FolderLock.Await(_folder.Path, "table", TimeSpan.FromMilliseconds(200)))
            .Problem.ShouldBe("another process is at work there");
        clock.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(200);
        using var begun = new SemaphoreSlim(0);
        var waiting = Task.Run(
            () =>
            {
                begun.Release();
                return FolderLock.Await(_folder.Path, "table", TimeSpan.FromMinutes(1))!;
            },
            Stop
        );
        await begun.WaitAsync(Stop);
        await Task.Delay(200, Stop);
        waiting.IsCompleted.ShouldBeFalse();
        held.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public void A_folder_that_is_abandoned_goes_unless_something_is_in_it()
    {
        var place = Path.Combine(_folder.Path, "new");
        FolderLock.Take(place).Abandon();
        Directory.Exists(place).ShouldBeFalse();
        using var own = FolderLock.Take(place);
        File.WriteAllText(Path.Combine(place, "mine"), "");
        own.Abandon();
        File.Exists(Path.Combine(place, "mine")).ShouldBeTrue();
        FolderLock.Take(place).Dispose();
    }

    [Fact]
    public void A_folder_holds_nothing_while_nothing_of_a_users_is_in_it()
    {
        var place = Path.Combine(_folder.Path, "new");
        FolderLock.HoldsNothing(place).ShouldBeTrue();
        FolderLock.Take(place).Dispose();
        File.WriteAllText(Path.Combine(place, ".a.json.1f-2.tmp"), "half");
        FolderLock.HoldsNothing(place).ShouldBeTrue();
        File.WriteAllText(Path.Combine(place, ".mine"), "");
        FolderLock.HoldsNothing(place).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_that_cant_be_is_an_error()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        Should
            .Throw<BadInputException>(() => FolderLock.Take(Path.Combine(file, "in")))
            .Message.ShouldContain("can't be written");
    }
}
