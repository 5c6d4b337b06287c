using System.CommandLine;
using System.CommandLine.Parsing;
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

        if (Empty(parsed) is { } name)
            return await ReportAsync($"{name}: is empty (give a value, or leave it out)", BadInput);

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
        catch (OperationCanceledException)
        {
            return await ReportAsync($"interrupted ({NextOf(parsed)})", Failed);
        }
        catch (Exception e)
        {
            // Loops that run side by side wrap what went wrong, which is the same in most of them.
            var first = e is AggregateException all ? all.Flatten().InnerExceptions[0] : e;
            if (Tell(first) is not var (message, code))
                throw;
            return await ReportAsync(message, code);
        }
    }

    /// <summary>What a failure means to a user, and the exit code; null where details are asked for.</summary>
    internal static (string Message, int Code)? Tell(Exception e) =>
        e switch
        {
            BadInputException => (e.Message, BadInput),
            TrainingFailedException => (e.Message, Failed),
            _ when IsOutOfMemory(e) => (
                "out of memory (use fewer subjects, or smaller patch, batch or tile in the recipe)",
                Failed
            ),
            _ when Environment.GetEnvironmentVariable("CONCORD_DEBUG") is not null => null,
            _ => (
                $"{e.GetType().Name}: {e.Message.ReplaceLineEndings("\n").Split('\n')[0]} "
                    + "(a fault in Concord: set CONCORD_DEBUG=1 for details)",
                Failed
            ),
        };

    // libtorch's own allocators speak of themselves in the exceptions of the wrapper: of Linux, of Windows, of CUDA.
    private static bool IsOutOfMemory(Exception e) =>
        e is OutOfMemoryException
        || e is System.Runtime.InteropServices.ExternalException
            && (
                e.Message.Contains("allocate memory")
                || e.Message.Contains("not enough memory")
                || e.Message.Contains("out of memory")
            );

    // What to type to go on.
    private static string NextOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string? Value(string option) =>
            command.Options.Any(o => o.Name == option) ? parsed.GetValue<string?>(option) : null;
        return command.Name switch
        {
            "train" when Value("--output") is { } run && File.Exists(new RunFolder(run).Recipe) =>
                "it goes on with --resume",
            "predict" when Value("--manifest") is not null => "it goes on with --resume",
            _ => "run it again",
        };
    }

    // As where a script's variable isn't set: a folder of that name would be the one that it runs in.
    private static string? Empty(ParseResult parsed) =>
        parsed
            .CommandResult.Children.Where(child => child.Tokens.Any(token => token.Value.Length == 0))
            .Select(child =>
                child switch
                {
                    OptionResult option => option.Option.Name,
                    ArgumentResult argument => argument.Argument.Name,
                    _ => null,
                }
            )
            .FirstOrDefault();

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
