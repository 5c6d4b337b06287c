using System.Diagnostics;
using System.Globalization;

namespace Concord.Bench;

/// <summary>The program as a user runs it.</summary>
internal static class ConcordProcess
{
    /// <summary>What a run took.</summary>
    /// <param name="Seconds">From start to end.</param>
    /// <param name="PeakMegabytes">The most memory that was resident, looked at every 5 ms at first, then every 100 ms.</param>
    /// <param name="HasLibtorch">Whether libtorch was seen among what it had loaded.</param>
    /// <param name="Resident">Memory that was resident, over time.</param>
    /// <param name="Messages">What it said beside its results.</param>
    public sealed record Usage(
        double Seconds,
        double PeakMegabytes,
        bool HasLibtorch,
        IReadOnlyList<(double Seconds, double Megabytes)> Resident,
        string Messages
    );

    private static readonly TimeSpan Early = TimeSpan.FromSeconds(1);

    private static string Program =>
        Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "../../Concord.Cli",
                Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)),
                "concord.dll"
            )
        );

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Usage Run(
        IReadOnlyList<string> arguments,
        IReadOnlyList<(string Name, string Value)>? environment = null
    )
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var (peak, hasLibtorch) = (0.0, false);
        var resident = new List<(double, double)>();
        // Often at first, where little happens; looking costs the process time.
        while (!process.WaitForExit(clock.Elapsed < Early ? 5 : 100))
        {
            peak = Math.Max(peak, Megabytes(process.Id, "VmHWM:"));
            resident.Add((clock.Elapsed.TotalSeconds, Megabytes(process.Id, "VmRSS:")));
            hasLibtorch =
                hasLibtorch || Read($"/proc/{process.Id}/maps").Contains("libtorch_cpu", StringComparison.Ordinal);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        process.WaitForExit();
        output.GetAwaiter().GetResult();
        return process.ExitCode == 0
            ? new(seconds, peak, hasLibtorch, [.. resident.Where(r => r.Item2 > 0)], error.GetAwaiter().GetResult())
            : throw new InvalidOperationException(error.GetAwaiter().GetResult());
    }

    /// <summary>A figure of a process as Linux counts it, in megabytes.</summary>
    public static double Megabytes(int process, string what)
    {
        var line = Read($"/proc/{process}/status")
            .Split('\n')
            .FirstOrDefault(l => l.StartsWith(what, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[6..^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    // It may have ended meanwhile.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
