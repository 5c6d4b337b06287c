using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Training;

public sealed class RunSplitTests : IDisposable
{
    private readonly RunFolder _run = new(Directory.CreateTempSubdirectory("concord-").FullName);

    public void Dispose() => Directory.Delete(_run.Path, recursive: true);

    private static Subject Subject(string dataset, string id) =>
        new(dataset, id, new Dictionary<string, string>(), null, null);

    [Fact]
    public void Reads_back_what_was_written_and_takes_a_stranger_for_a_test_subject()
    {
        RunSplit.Write(
            _run,
            [
                (Subject("a", "1"), Subset.Training),
                (Subject("b", "1"), Subset.Validation),
                (Subject("b", "2"), Subset.Test),
            ]
        );
        var split = RunSplit.Read(_run);
        split.Of(Subject("a", "1")).ShouldBe(Subset.Training);
        split.Of(Subject("b", "1")).ShouldBe(Subset.Validation);
        split.Of(Subject("b", "2")).ShouldBe(Subset.Test);
        split.Of(Subject("a", "2")).ShouldBe(Subset.Test);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("dataset\tsubject\tsubset\na\t1\n")]
    [InlineData("dataset\tsubject\tsubset\na\t1\tmaybe\n")]
    public void Refuses_a_file_that_does_not_say(string? text)
    {
        if (text is not null)
            File.WriteAllText(_run.Split, text);
        Should.Throw<BadInputException>(() => RunSplit.Read(_run)).Culprit.ShouldBe(_run.Split);
    }
}
