using System.Diagnostics;
using System.Globalization;
using Concord.Imaging.Geometry;
using Concord.Simulation.Datasets;

namespace Concord.Simulation.Bench;

/// <summary>Time and memory of one subject, each in a process of its own: from start to written files.</summary>
internal static class SpeedTable
{
    private const int Repeats = 3;

    public static int Print(string[] anatomies)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine("| subject | anatomy | grid | seconds, median (spread) | peak MB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var where in anatomies)
        foreach (var kind in Enum.GetValues<SubjectKind>())
            Row(kind, where, "181x217x181", "1");
        Console.WriteLine("\n| subject | grid | million voxels | seconds, median (spread) | peak MB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var kind in Enum.GetValues<SubjectKind>())
        {
            var points = new List<(double Voxels, double Seconds)>();
            foreach (
                var (size, spacing) in new[]
                {
                    ("115x138x115", "1.575"),
                    ("145x174x145", "1.25"),
                    ("181x217x181", "1"),
                    ("228x273x228", "0.794"),
                }
            )
                points.Add(Grow(kind, anatomies[0], size, spacing));
            Console.WriteLine($"| {kind} | slope in log-log, first to last | | {Slope(points):0.00} | |");
        }

        return 0;
    }

    /// <summary>Makes one subject and prints its seconds and peak memory: what the child process does.</summary>
    public static int MakeOne(string kind, string where, string size, string spacing)
    {
        var clock = Stopwatch.StartNew();
        var sides = size.Split('x').Select(int.Parse).ToArray();
        var parsed = Enum.Parse<SubjectKind>(kind);
        var mm = double.Parse(spacing, CultureInfo.InvariantCulture);
        var settings = new DatasetSettings
        {
            Subject = new()
            {
                Kind = parsed,
                Geometry = SubjectSettings.Centred(new(sides[0], sides[1], sides[2]), Spacing.Isotropic(mm)),
                Sequences = parsed == SubjectKind.Tumor ? ["T1", "T1c", "T2", "FLAIR"] : ["T1", "FLAIR"],
                Tumor = new() { BulkVolume = 20 },
                Lesions = new() { Volume = 15 },
            },
            Count = 1,
            Seed = 7,
            Anatomy = "bench",
            WritesMemberships = parsed == SubjectKind.Tumor,
        };
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        DatasetSimulator.Run(settings, AnatomyLibrary.Open(where, edge: mm), folder);
        Directory.Delete(folder, recursive: true);
        var started = Process.GetCurrentProcess().StartTime;
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        Console.WriteLine($"{(DateTime.Now - started).TotalSeconds:0.00} {peak:0}");
        return clock.Elapsed > TimeSpan.Zero ? 0 : 1;
    }

    private static void Row(SubjectKind kind, string where, string size, string spacing)
    {
        var (seconds, spread, peak) = Measure(kind, where, size, spacing);
        Console.WriteLine(
            $"| {Describe(kind)} | {Path.GetFileName(where)} | {size}, {spacing} mm | {seconds:0.0} ({spread:0.0}) | {peak:0} |"
        );
    }

    private static (double Voxels, double Seconds) Grow(SubjectKind kind, string where, string size, string spacing)
    {
        var (seconds, spread, peak) = Measure(kind, where, size, spacing);
        var voxels = size.Split('x').Select(double.Parse).Aggregate(1.0, (a, b) => a * b);
        Console.WriteLine(
            $"| {Describe(kind)} | {size}, {spacing} mm | {voxels / 1e6:0.0} | {seconds:0.0} ({spread:0.0}) | {peak:0} |"
        );
        return (voxels, seconds);
    }

    private static string Describe(SubjectKind kind) =>
        kind == SubjectKind.Tumor ? "Tumor, four sequences" : $"{kind}, T1 + FLAIR";

    private static double Slope(List<(double Voxels, double Seconds)> points) =>
        Math.Log(points[^1].Seconds / points[0].Seconds) / Math.Log(points[^1].Voxels / points[0].Voxels);

    private static (double Seconds, double Spread, double Peak) Measure(
        SubjectKind kind,
        string where,
        string size,
        string spacing
    )
    {
        var (seconds, peak) = (new List<double>(), 0.0);
        for (var i = 0; i < Repeats; i++)
        {
            var start = new ProcessStartInfo(
                "dotnet",
                [typeof(SpeedTable).Assembly.Location, "one", kind.ToString(), where, size, spacing]
            )
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var child = Process.Start(start)!;
            var line = child.StandardOutput.ReadToEnd().Trim().Split('\n')[^1].Split(' ');
            child.WaitForExit();
            seconds.Add(double.Parse(line[0], CultureInfo.InvariantCulture));
            peak = Math.Max(peak, double.Parse(line[1], CultureInfo.InvariantCulture));
        }

        seconds.Sort();
        return (seconds[Repeats / 2], seconds[^1] - seconds[0], peak);
    }
}
