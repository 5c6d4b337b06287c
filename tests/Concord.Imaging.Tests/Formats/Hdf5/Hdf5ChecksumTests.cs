using Concord.Imaging.Formats.Hdf5;

namespace Concord.Imaging.Tests.Formats.Hdf5;

public sealed class Hdf5ChecksumTests
{
    /// <summary>The values that lookup3.c's own tests give.</summary>
    [Fact]
    public void Agrees_with_what_its_author_published()
    {
        Hdf5Checksum.Of([]).ShouldBe(0xdeadbeef);
        Hdf5Checksum.Of("Four score and seven years ago"u8).ShouldBe(0x17770551u);
    }
}
