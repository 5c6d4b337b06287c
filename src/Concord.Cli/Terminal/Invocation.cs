namespace Concord.Cli.Terminal;

/// <summary>What a user types to run this program again: for commands that are printed as the next thing to do.</summary>
internal static class Invocation
{
    private const string Project = "src/Concord.Cli";

    // Means nothing to a shell; Windows has backslashes in paths.
    private static readonly string Plain = OperatingSystem.IsWindows() ? @"-_./:=,+@%\" : "-_./:=,+@%";

    /// <summary>The name on the search path, the source folder that was run from, or the program's own path.</summary>
    public static string Command =>
        IsOnPath("concord") ? "concord"
        : Directory.Exists(Project) ? $"dotnet run -c Release --project {Project} --"
        : Quote(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "concord.exe" : "concord"));

    /// <summary>An argument as the system's usual shell takes it.</summary>
    public static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c) || c > 127)
            ? argument
        : OperatingSystem.IsWindows() ? $"\"{argument}\""
        : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, $"{name}.exe")));
}
