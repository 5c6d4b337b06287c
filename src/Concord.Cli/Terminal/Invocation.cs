namespace Concord.Cli.Terminal;

/// <summary>What a user types to run this program again: for commands that are printed as the next thing to do.</summary>
internal static class Invocation
{
    private const string Project = "src/Concord.Cli";

    /// <summary>The name on the search path, the source folder that was run from, or the program's own path.</summary>
    public static string Command =>
        IsOnPath("concord") ? "concord"
        : Directory.Exists(Project) ? $"dotnet run -c Release --project {Project} --"
        : Quote(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "concord.exe" : "concord"));

    /// <summary>An argument as a shell takes it.</summary>
    public static string Quote(string argument) =>
        argument.AsSpan().ContainsAny(" '&;()$") ? $"\"{argument}\"" : argument;

    private static bool IsOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, $"{name}.exe")));
}
