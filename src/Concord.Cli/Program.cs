using System.CommandLine;
using Concord.Cli.Commands;
using Concord.Cli.Commands.Simulate;
using Concord.Cli.Terminal;

var root = new RootCommand(
    "Concord trains one network that segments brain tissue and lesions from datasets that were each labelled for only one "
        + "of them.\n\nTo see it at work: concord demo -o demo-out"
)
{
    DemoCommand.Make(),
    BenchmarkCommand.Make(),
    SimulateCommand.Make(),
    ImportCommand.Make(),
    CheckCommand.Make(),
    TrainCommand.Make(),
    PredictCommand.Make(),
    EvaluateCommand.Make(),
    CacheCommand.Make(),
};
return MainThread.Serve(() => CommandRunner.RunAsync(root, args));
