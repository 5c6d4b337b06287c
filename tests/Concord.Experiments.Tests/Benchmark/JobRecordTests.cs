using Concord.Experiments.Benchmark;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class JobRecordTests
{
    [Fact]
    public void It_says_what_did_the_arithmetic_and_one_without_a_device_was_made_on_a_processor()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "job.json");
        new JobRecord(1.5, 7, 1, 2, "float32", "cuda").Write(path);
        JobRecord.Read(path).Hardware().ShouldBe("cuda");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"device\"", "\"other\"", StringComparison.Ordinal));
        JobRecord.Read(path).Hardware().ShouldBe("2 cores");
    }
}
