using System.Diagnostics;
using System.Globalization;

namespace Concord.Bench;

/// <summary>A process that does what a line tells it, and says how many seconds that took.</summary>
internal sealed class Contender : IDisposable
{
    private readonly Process _process;

    private Contender(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        About = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program} didn't start.");
    }

    /// <summary>What it uses: versions.</summary>
    public string About { get; }

    /// <summary>What others do in Python: rivals.py.</summary>
    public static Contender Python() =>
        new(
            Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "rivals.py")]
        );

    /// <summary>Training steps of the paper's network (<see cref="StepServer"/>), in a process of their own.</summary>
    /// <param name="precision">As a recipe has it.</param>
    /// <param name="isStock">libtorch as it comes, with contiguous tensors.</param>
    /// <param name="side">Voxels of a patch along each axis.</param>
    /// <param name="recompute">See <see cref="Learning.Networks.NetworkSettings.Recompute"/>.</param>
    public static Contender Steps(string precision, bool isStock, int side = 32, bool recompute = false) =>
        new(
            "dotnet",
            [typeof(Contender).Assembly.Location, StepServer.Word, precision, $"{side}", $"{recompute}"],
            ("CONCORD_STOCK", isStock ? "1" : "")
        );

    /// <summary>The most memory that was resident so far.</summary>
    public double PeakMegabytes => ConcordProcess.Megabytes(_process.Id, "VmHWM:");

    /// <summary>Does something and gives the seconds that it took, and whatever else it says.</summary>
    public (double Seconds, IReadOnlyList<string> Values) Do(params string[] words)
    {
        _process.StandardInput.WriteLine(string.Join('\t', words));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("It stopped.");
        var parts = answer.Split('\t');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), parts[1..]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
