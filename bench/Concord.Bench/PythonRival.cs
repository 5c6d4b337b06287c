using System.Diagnostics;
using System.Globalization;

namespace Concord.Bench;

/// <summary>A Python process that does what it is told, and says how many seconds each thing took: rivals.py.</summary>
internal sealed class PythonRival : IDisposable
{
    private readonly Process _process;

    public PythonRival()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "rivals.py");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3", [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        About = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python has no SciPy.");
    }

    /// <summary>What it uses: versions.</summary>
    public string About { get; }

    /// <summary>Does something and gives the seconds that it took, and whatever else it says.</summary>
    public (double Seconds, IReadOnlyList<string> Values) Do(params string[] words)
    {
        _process.StandardInput.WriteLine(string.Join('\t', words));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("rivals.py stopped.");
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
