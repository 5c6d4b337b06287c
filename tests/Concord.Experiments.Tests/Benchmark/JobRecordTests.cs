using Concord.Experiments.Benchmark;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class JobRecordTests
{
    [Fact]
    public void It_says_what_did_the_arithmetic_and_one_without_a_device_was_made_on_a_processor()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "job.json");
            On(2, 1.5, "cuda").Write(path);
            JobRecord.Read(path).Hardware().ShouldBe("cuda");
            File.WriteAllText(
                path,
                File.ReadAllText(path).Replace("\"device\"", "\"other\"", StringComparison.Ordinal)
            );
            JobRecord.Read(path).Hardware().ShouldBe("2 cores");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Minutes_on_different_machines_are_not_averaged() =>
        JobRecord
            .Minutes([On(2, 7), On(1, 12.24), On(2, 8), On(2, 1, precision: "bfloat16"), On(2, 0.5, "cuda")])
            .ShouldBe("7.5 (2 cores, float32); 12.2 (1 core, float32); 1.0 (2 cores, bfloat16); 0.5 (cuda, float32)");

    private static JobRecord On(int cores, double minutes, string device = "cpu", string precision = "float32") =>
        new(minutes, 7, 1, cores, precision, device);
}
