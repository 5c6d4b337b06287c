using System.Runtime.CompilerServices;

namespace Concord.Cli.Tests;

/// <summary>
/// Compares what is printed with a file in <c>Golden/</c>. With CONCORD_UPDATE_GOLDEN=1 the files are written instead:
/// look at the difference before it is committed.
/// </summary>
internal static class Golden
{
    /// <summary>Compares a text, in which a temporary folder goes by the name of FOLDER.</summary>
    public static void Check(string name, string text, string folder = "", [CallerFilePath] string here = "")
    {
        // Table columns are padded to the terminal's width.
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd());
        var actual = string.Join('\n', lines).Trim('\n') + "\n";
        if (folder.Length > 0)
            actual = actual.Replace(folder, "FOLDER", StringComparison.Ordinal);
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("CONCORD_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(actual, $"see {path}");
    }
}
