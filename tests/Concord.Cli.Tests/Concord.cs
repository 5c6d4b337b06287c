using System.Diagnostics;

namespace Concord.Cli.Tests;

/// <summary>Runs the command as a user does, in a process of its own.</summary>
internal static class Concord
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "concord.dll");

    public sealed record Result(int Code, string Output, string Error)
    {
        /// <summary>What it said beside its output, without the lines of progress that a slow machine sees.</summary>
        public string Remarks =>
            string.Join('\n', Error.Split('\n').Where(line => !line.Contains(" %  ", StringComparison.Ordinal)));
    }

    public static Result Run(params string[] arguments) => Start("dotnet", [Program, .. arguments]);

    /// <summary>Runs it where no file can grow beyond 512 bytes. Needs a POSIX shell.</summary>
    public static Result RunWithSmallFiles(params string[] arguments) =>
        Start("sh", ["-c", "trap '' XFSZ; ulimit -f 1; exec dotnet \"$@\"", "sh", Program, .. arguments]);

    /// <summary>
    /// Runs it while a folder is a disk of 8 KiB, and then prints the names of what is on the disk. Null where that
    /// can't be had: it takes Linux, and the right to make a namespace.
    /// </summary>
    public static Result? RunOnSmallDisk(string folder, params string[] arguments)
    {
        const string Script =
            "mount -t tmpfs -o size=8k none \"$1\" || exit 99; disk=$1; shift; dotnet \"$@\"; code=$?; ls -A \"$disk\"; exit $code";
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare"))
            return null;
        var result = Start("/usr/bin/unshare", ["-Urm", "sh", "-c", Script, "sh", folder, Program, .. arguments]);
        return result.Code is 99 || result.Error.StartsWith("unshare:", StringComparison.Ordinal) ? null : result;
    }

    /// <summary>Starts it and kills it after a while, as a lost battery does.</summary>
    /// <returns>False if it had ended before.</returns>
    public static bool Kill(TimeSpan after, params string[] arguments)
    {
        using var process = Process.Start(How("dotnet", [Program, .. arguments]))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(after))
            return false;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return true;
    }

    private static ProcessStartInfo How(string program, IEnumerable<string> arguments) =>
        new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // What the runtime itself writes would meet the limit first.
                ["DOTNET_EnableWriteXorExecute"] = "0",
                ["DOTNET_EnableDiagnostics"] = "0",
                // Several run at a time: a thread that waits by spinning takes the core of one that works.
                ["OMP_WAIT_POLICY"] = "PASSIVE",
            },
        };

    private static Result Start(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(How(program, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
