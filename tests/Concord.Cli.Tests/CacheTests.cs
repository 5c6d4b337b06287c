namespace Concord.Cli.Tests;

/// <summary><c>concord cache</c>, and two trainings that share a folder.</summary>
public sealed class CacheTests(BadInputData data) : IClassFixture<BadInputData>
{
    [Fact]
    public async Task Two_processes_fill_one_folder_and_train_as_one_alone_does()
    {
        var cache = data.In("prepared");
        string[] Train(string run, params string[] more) =>
            [
                "train",
                data.In("data.yaml"),
                "-o",
                data.In(run),
                "--recipe",
                data.In("small.yaml"),
                "--steps",
                "3",
                .. more,
            ];
        var both = await Task.WhenAll(
            Task.Run(() => Concord.Run(Train("one", "--cache", cache))),
            Task.Run(() => Concord.Run(Train("two", "--cache", cache)))
        );
        foreach (var result in both)
            result.Code.ShouldBe(0, result.Error);
        Concord.Run(Train("alone")).Code.ShouldBe(0);
        var expected = await File.ReadAllBytesAsync(Path.Combine(data.In("alone"), "checkpoint.safetensors"));
        foreach (var run in new[] { "one", "two" })
            (await File.ReadAllBytesAsync(Path.Combine(data.In(run), "checkpoint.safetensors"))).ShouldBe(expected);

        // Lists what they left, and clears that alone.
        var list = Concord.Run("cache", "list", cache);
        list.Code.ShouldBe(0, list.Error);
        list.Output.ShouldMatch(@"only +a +.*labels +0\.\d MB");
        var files = Directory.GetFiles(cache).Length;
        list.Output.ShouldContain($"{files} files");
        Concord.Run("cache", "list", cache, "--json").Output.ShouldContain("\"part\": \"labels\"");
        await File.WriteAllTextAsync(Path.Combine(cache, "notes.txt"), "mine");
        var left = Path.Combine(cache, $".{new string('a', 32)}.safetensors.0123456789abcdef.tmp");
        await File.WriteAllTextAsync(left, "");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        Concord.Run("cache", "list", cache).Output.ShouldContain("1 unfinished files");
        Concord.Run("cache", "clear", cache, "--older-than", "1").Output.ShouldBe("deleted 1 files, 0.0 MB\n");
        Concord.Run("cache", "clear", cache).Output.ShouldStartWith($"deleted {files} files");
        Directory.GetFiles(cache).Select(Path.GetFileName).ShouldBe(["notes.txt"]);
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        var missing = Concord.Run("cache", "list", data.In("nowhere"));
        missing.Code.ShouldBe(2);
        missing.Error.ShouldBe($"error: {data.In("nowhere")}: no such folder (give the one that --cache named)\n");
        Concord.Run("cache", "clear", data.Folder, "--older-than", "-1").Code.ShouldBe(2);
    }
}
