using System.ComponentModel;
using System.Diagnostics;

namespace Concord.Imaging.Formats.Dicom;

/// <summary>Runs <c>dcm2niix</c>, which turns a DICOM series into NIfTI.</summary>
internal static class Dcm2niix
{
    private const string Program = "dcm2niix";

    /// <summary>The folder of a series that is given by itself, or by one of its files.</summary>
    public static string Folder(string path) =>
        Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Converts the series of a folder, and reads what comes of it.</summary>
    /// <param name="path">The folder, or one of its files.</param>
    /// <param name="read">Reads the NIfTI file, which is gone afterwards.</param>
    /// <param name="program">Which program to run.</param>
    /// <exception cref="BadInputException">
    /// The program isn't there, or the folder holds no series, or several.
    /// </exception>
    public static T Convert<T>(string path, Func<string, T> read, string program = Program)
    {
        var target = TemporaryFolder();
        try
        {
            var said = Run(program, path, target);
            var files = Directory.GetFiles(target, "*.nii");
            return files.Length switch
            {
                1 => Named(path, files[0], read),
                0 => throw new BadInputException(
                    path,
                    $"dcm2niix finds no image in it: {said}",
                    "give the folder of one series of slices"
                ),
                _ => throw new BadInputException(
                    path,
                    $"holds {files.Length} images: {string.Join(", ", files.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))}",
                    "give each series a folder of its own"
                ),
            };
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private static string TemporaryFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("concord-dicom-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                Path.GetTempPath(),
                $"can't take temporary files: {e.Message}",
                "set TMPDIR to a folder that can",
                e
            );
        }
    }

    // Complaints name what the user gave, not what is gone in a moment.
    private static T Named<T>(string path, string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (BadInputException e)
        {
            throw new BadInputException(path, e.Problem, e.Remedy, e);
        }
    }

    private static string Run(string program, string path, string target)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // This folder alone, no sidecar, not packed; the number of the series and its name.
        foreach (var argument in new[] { "-d", "0", "-b", "n", "-z", "n", "-f", "%s_%p", "-o", target, Folder(path) })
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var lines = $"{output}\n{errors.GetAwaiter().GetResult()}".Split('\n');
            var said =
                lines.LastOrDefault(l => l.StartsWith("Error", StringComparison.OrdinalIgnoreCase))?.Trim()
                ?? $"it ended with {process.ExitCode}";
            // Part of a series must not pass for the whole. 2 says that there is nothing to convert.
            return process.ExitCode is 0 or 2 || Directory.GetFiles(target).Length == 0
                ? said
                : throw new BadInputException(
                    path,
                    $"dcm2niix can't convert all of it: {said}",
                    "see what dcm2niix says of the folder"
                );
        }
        catch (Win32Exception e)
        {
            throw new BadInputException(
                path,
                "a DICOM series, which takes dcm2niix to read, and that isn't installed",
                "install it, as by apt install dcm2niix or conda install -c conda-forge dcm2niix; or convert the series to NIfTI",
                e
            );
        }
    }
}
