using System.CommandLine;
using Concord.Imaging;
using Concord.Learning.Training;

namespace Concord.Cli.Terminal;

/// <summary>Runs a command and turns what goes wrong into one line and an exit code: 0 done, 1 failed, 2 bad input.</summary>
internal static class CommandRunner
{
    public const int Failed = 1;
    public const int BadInput = 2;

    // After Ctrl-C the current step ends and a checkpoint is written; the library would wait two seconds only.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // One line, whatever is wrong: the first complaint is mended first.
            var command = parsed.CommandResult.Command;
            return await ReportAsync(
                $"{parsed.Errors[0].Message.TrimEnd('.')} (see concord{Path(command)} --help)",
                BadInput
            );
        }

        try
        {
            // The command's own exceptions are ours to report.
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = LongestStep,
                }
            );
        }
        catch (BadInputException e)
        {
            return await ReportAsync(e.Message, BadInput);
        }
        catch (TrainingFailedException e)
        {
            return await ReportAsync(e.Message, Failed);
        }
        catch (OperationCanceledException)
        {
            var hint = parsed.CommandResult.Command.Name == "train" ? "it goes on with --resume" : "run it again";
            return await ReportAsync($"interrupted ({hint})", Failed);
        }
        // libtorch's own allocator speaks of itself in the exceptions of the wrapper.
        catch (Exception e)
            when (e is OutOfMemoryException
                || e is System.Runtime.InteropServices.ExternalException
                    && (e.Message.Contains("not enough memory") || e.Message.Contains("out of memory"))
            )
        {
            return await ReportAsync(
                "out of memory (use fewer subjects, or smaller patch, batch or tile in the recipe)",
                Failed
            );
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("CONCORD_DEBUG") is null)
        {
            var first = e.Message.ReplaceLineEndings("\n").Split('\n')[0];
            return await ReportAsync(
                $"{e.GetType().Name}: {first} (a fault in Concord: set CONCORD_DEBUG=1 for details)",
                Failed
            );
        }
    }

    /// <summary>The names that lead to a command, such as " simulate brain".</summary>
    private static string Path(Command command) =>
        command is RootCommand
            ? ""
            : string.Concat(command.Parents.OfType<Command>().Select(Path)) + $" {command.Name}";

    private static async Task<int> ReportAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"error: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
