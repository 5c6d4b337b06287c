using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Training;

public sealed class TrainingLogTests : IDisposable
{
    private readonly RunFolder _run = new(Directory.CreateTempSubdirectory("concord-").FullName);

    public void Dispose() => Directory.Delete(_run.Path, recursive: true);

    [Fact]
    public void Says_the_same_in_lines_scores_and_TensorBoards_events()
    {
        using (var log = TrainingLog.Open(_run, 0))
        {
            log.Add(1, 0.5, 0.01, 1);
            log.Add(2, 0.25, 0.01, 2);
            var means = log.Add(2, [Row(2, "a", 0.5), Row(2, "b, c", 0.75), Row(2, "d", null)]);
            means.Single().Mean.ShouldBe(0.625);
        }

        File.ReadAllLines(_run.Log)
            .ShouldBe([
                """{"step":1,"loss":0.5,"learning_rate":0.01,"seconds":1.000}""",
                """{"step":2,"loss":0.25,"learning_rate":0.01,"seconds":2.000}""",
            ]);
        File.ReadAllText(_run.Metrics)
            .ShouldBe(
                "step,dataset,subject,structure,metric,value\n"
                    + "2,set,a,wmh,dice,0.5\n2,set,\"b, c\",wmh,dice,0.75\n2,set,d,wmh,dice,\n"
            );
        Tags()
            .ShouldBe([
                "training/loss",
                "training/learning_rate",
                "training/loss",
                "training/learning_rate",
                "validation_dice/wmh",
            ]);
    }

    [Fact]
    public void Forgets_what_came_after_the_checkpoint()
    {
        using (var log = TrainingLog.Open(_run, 0))
        {
            for (var step = 1; step <= 4; step++)
                log.Add(step, 1.0 / step, 0.01, step);
            log.Add(2, [Row(2, "a", 0.5)]);
            log.Add(4, [Row(4, "a", 0.6)]);
        }

        // A process that was killed while it wrote.
        File.AppendAllText(_run.Log, """{"step":5,"lo""");
        using (var log = TrainingLog.Open(_run, 3))
            log.Add(4, 0.125, 0.01, 1);
        File.ReadLines(_run.Log).Count().ShouldBe(4);
        File.ReadLines(_run.Log).Last().ShouldContain("0.125");
        ValidationRow.Read(_run).Single().ShouldBe(Row(2, "a", 0.5));
        Tags().Count(t => t == "training/loss").ShouldBe(4);
        Tags().Count(t => t == "validation_dice/wmh").ShouldBe(1);
    }

    [Fact]
    public void Writes_valid_JSON_for_a_loss_that_is_not_finite()
    {
        using (var log = TrainingLog.Open(_run, 0))
            log.Add(1, double.NaN, 0.01, 1);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadLines(_run.Log).Single());
        json.RootElement.GetProperty("loss").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    private static ValidationRow Row(long step, string subject, double? dice) =>
        new(step, "set", subject, "wmh", "dice", dice);

    /// <summary>
    /// The tags of TensorBoard's event file, whose records are a length, its checksum, an event and its checksum; the
    /// checksums are checked.
    /// </summary>
    private List<string> Tags()
    {
        var bytes = File.ReadAllBytes(Directory.GetFiles(_run.Path, "events.out.tfevents.*").Single()).AsSpan();
        var tags = new List<string>();
        while (bytes.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]).ShouldBe(Masked(bytes[..8]));
            var record = bytes.Slice(12, length);
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]).ShouldBe(Masked(record));
            var text = Encoding.Latin1.GetString(record);
            var known = new[] { "training/loss", "training/learning_rate", "validation_dice/wmh" };
            tags.AddRange(known.Where(tag => text.Contains(tag, StringComparison.Ordinal)));
            bytes = bytes[(16 + length)..];
        }

        return tags;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
            crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
