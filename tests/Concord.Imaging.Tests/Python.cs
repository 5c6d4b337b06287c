using System.Diagnostics;

namespace Concord.Imaging.Tests;

/// <summary>Asks nibabel, where it is installed.</summary>
internal static class Python
{
    /// <summary>What Python prints, or null if no Python has nibabel: the one on the path, or the system's own.</summary>
    public static string? Nibabel(string script, params string[] arguments) =>
        Run("python3", script, arguments) ?? Run("/usr/bin/python3", script, arguments);

    private static string? Run(string python, string script, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(python, ["-c", script, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                TestContext.Current.TestOutputHelper?.WriteLine(errors.GetAwaiter().GetResult());
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
