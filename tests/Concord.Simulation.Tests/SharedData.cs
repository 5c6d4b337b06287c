using System.Runtime.CompilerServices;

namespace Concord.Simulation.Tests;

/// <summary>Real scans that lie beside the repository and aren't part of it.</summary>
internal static class SharedData
{
    /// <summary>The files of a folder in <c>shared/data</c>, in or above the repository; the test is skipped if there is none.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern, [CallerFilePath] string here = "")
    {
        for (var up = Path.GetDirectoryName(here); up is not null; up = Path.GetDirectoryName(up))
        {
            var place = Path.Combine(up, "shared", "data", folder);
            if (Directory.Exists(place))
                return [.. Directory.GetFiles(place, pattern).Order(StringComparer.Ordinal)];
        }

        Assert.Skip($"shared/data/{folder} isn't here: nothing was read");
        return [];
    }
}
