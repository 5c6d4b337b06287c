using Concord.Evaluation.Metrics;
using CsCheck;

namespace Concord.Evaluation.Tests.Metrics;

public sealed class ByteTableTests
{
    [Fact]
    public void Each_byte_becomes_its_entry_whatever_the_length_and_however_large() =>
        Gen.Select(Gen.Byte.Array[256], Gen.Int[0, 255], Gen.Byte.Array[0, 70])
            .Sample(
                (table, most, source) =>
                {
                    // Blocks of small ones alone, and blocks with others.
                    var limited = Array.ConvertAll(source, b => (byte)(b % (most + 1)));
                    var target = new byte[source.Length];
                    ByteTable.Map(limited, table, target);
                    target.ShouldBe(limited.Select(b => table[b]));
                }
            );
}
