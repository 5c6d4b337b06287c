using Concord.Evaluation;
using Concord.Experiments.Demo;
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

    private sealed class Silent : ITrainingObserver
    {
        public void Note(string message) { }

        public void Progressed(string what, double part) { }

        public void Stepped(long step, long steps, double loss, double stepsPerSecond) { }

        public void Validated(long step, IReadOnlyList<ScoreSummary> scores) { }
    }
}
