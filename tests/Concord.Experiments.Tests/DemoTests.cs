using Concord.Evaluation;
using Concord.Experiments.Demo;
using Concord.Imaging;
using Concord.Learning.Training;

namespace Concord.Experiments.Tests;

[Collection(TestsThatTrain.Name)]
public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Leaves_results_report_and_models()
    {
        var settings = DemoSettings.Quick with
        {
            TrainingSubjects = 1,
            Recipe = DemoSettings.Quick.Recipe with { Steps = 2, Precision = "float32" },
        };
        var rows = new DemoRun(settings, Path.Combine(_folder, "out"), new Silent()).Run();
        rows.Count.ShouldBe(2 * 4);
        var lines = File.ReadAllLines(Path.Combine(_folder, "out", "results.csv"));
        lines[0].ShouldBe("scenario,strategy,seed,subject,structure,metric,value");
        lines.Length.ShouldBe(1 + rows.Count);
        lines[1].ShouldStartWith("demo,naive-ce,1,sub-001,csf,dice,");
        var html = File.ReadAllText(Path.Combine(_folder, "out", "report.html"));
        html.ShouldContain("not [wmh]");
        html.ShouldContain("data:image/png;base64,");
        html.ShouldContain("<svg");
        File.Exists(Path.Combine(_folder, "out", "runs", "ace", "checkpoint.safetensors")).ShouldBeTrue();
    }

    [Fact]
    public void An_interrupted_demonstration_goes_on_and_a_finished_one_stays()
    {
        var settings = DemoSettings.Quick with
        {
            TrainingSubjects = 1,
            Recipe = DemoSettings.Quick.Recipe with { Steps = 3, Precision = "float32" },
        };
        var (whole, parted) = (Path.Combine(_folder, "whole"), Path.Combine(_folder, "parted"));
        new DemoRun(settings, whole, new Silent()).Run();
        using var stop = new CancellationTokenSource();
        var interrupting = new Silent { OnStep = stop.Cancel };
        Should.Throw<OperationCanceledException>(() => new DemoRun(settings, parted, interrupting).Run(stop.Token));
        Refuses(settings with { Seed = 2 }, "other settings");
        new DemoRun(settings, parted, new Silent()).Run();
        File.ReadAllText(Path.Combine(parted, "results.csv"))
            .ShouldBe(File.ReadAllText(Path.Combine(whole, "results.csv")));
        Refuses(settings, "is not empty");

        void Refuses(DemoSettings other, string what) =>
            Should
                .Throw<BadInputException>(() => new DemoRun(other, parted, new Silent()).Run())
                .Message.ShouldContain(what);
    }

    private sealed class Silent : ITrainingObserver
    {
        public Action OnStep { get; init; } = () => { };

        public void Note(string message) { }

        public void Progressed(string what, double part) { }

        public void Stepped(long step, long steps, double loss, double stepsPerSecond) => OnStep();

        public void Validated(long step, IReadOnlyList<ScoreSummary> scores) { }
    }
}
