using System.CommandLine;
using System.Globalization;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Learning.Preprocessing;

namespace Concord.Cli.Commands;

/// <summary><c>concord cache</c>: what trainings keep of prepared subjects.</summary>
internal static class CacheCommand
{
    public static Command Make() =>
        new("cache", "Lists and clears folders of prepared subjects.\n\nExample: concord cache list prepared")
        {
            MakeList(),
            MakeClear(),
        };

    private static Command MakeList()
    {
        var folder = Folder();
        var json = new Option<bool>("--json") { Description = "JSON on standard output" };
        var command = new Command(
            "list",
            "Says what a folder holds, for whom it was first made, and when it was last used.\n\n"
                + "Example: concord cache list prepared"
        )
        {
            folder,
            json,
        };
        command.SetAction(parsed =>
        {
            var files = CachedFile.In(parsed.GetValue(folder)!);
            if (parsed.GetValue(json))
                JsonOutput.Print(files);
            else
                Print(files);
        });
        return command;
    }

    private static Command MakeClear()
    {
        var folder = Folder();
        var days = new Option<double>("--older-than")
        {
            Description = "days: keep what was used since then",
            DefaultValueFactory = _ => 0,
        };
        var command = new Command(
            "clear",
            "Deletes prepared subjects, and nothing else in the folder; a training that needs them makes them again.\n\n"
                + "Example: concord cache clear prepared --older-than 30"
        )
        {
            folder,
            days,
        };
        command.SetAction(parsed =>
        {
            var limit = parsed.GetValue(days);
            if (!(limit >= 0 && limit < 1e5))
                throw new BadInputException("--older-than", $"{limit} is not in 0..100000", "give a number of days");
            var before = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(limit);
            var old = CachedFile.In(parsed.GetValue(folder)!).Where(f => f.LastUse <= before).ToList();
            foreach (var file in old)
                Delete(file.Path);
            Console.WriteLine($"deleted {old.Count} files, {Size(old.Sum(f => f.Bytes))}");
        });
        return command;
    }

    private static Argument<string> Folder() => new("folder") { Description = "the one that --cache named" };

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "can't be deleted", "see who owns it, or whether a training uses it", e);
        }
    }

    private static void Print(IReadOnlyList<CachedFile> files)
    {
        ResultTable.Print(
            "Prepared subjects",
            ["dataset", "subject", "parts", "size", "last used"],
            files
                .Where(f => !f.IsLeftBehind)
                .GroupBy(f => (f.Dataset, f.Subject))
                .Select(g =>
                    (IReadOnlyList<string>)
                        [
                            g.Key.Dataset,
                            g.Key.Subject,
                            string.Join(" ", g.Select(f => f.Part).Distinct(StringComparer.Ordinal)),
                            Size(g.Sum(f => f.Bytes)),
                            g.Max(f => f.LastUse).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                        ]
                )
        );
        var left = files.Where(f => f.IsLeftBehind).ToList();
        if (left.Count > 0)
            Console.WriteLine($"{left.Count} unfinished files of killed trainings, {Size(left.Sum(f => f.Bytes))}");
        Console.WriteLine($"{files.Count} files, {Size(files.Sum(f => f.Bytes))}");
    }

    private static string Size(long bytes) =>
        bytes < 1e9
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
