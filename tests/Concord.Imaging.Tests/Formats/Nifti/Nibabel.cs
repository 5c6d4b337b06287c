using System.Diagnostics;

namespace Concord.Imaging.Tests.Formats.Nifti;

/// <summary>Python with nibabel, the reference for NIfTI, where it is installed.</summary>
internal static class Nibabel
{
    /// <summary>What a script prints, or null if neither the Python on the path nor the system's own can run it.</summary>
    public static string? Run(string script, params string[] arguments) =>
        Python("python3", script, arguments) ?? Python("/usr/bin/python3", script, arguments);

    private static string? Python(string python, string script, string[] arguments)
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
