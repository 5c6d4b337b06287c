using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Tests.Internal;

public sealed class GzipWriterTests
{
    private const int Block = 1 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData(5 * Block + 12345)]
    public void What_is_written_is_read_again_and_is_one_member_with_its_checksum(int length)
    {
        var content = Content(length);
        var file = Written(content, length);
        using (var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress))
        using (var read = new MemoryStream())
        {
            gzip.CopyTo(read);
            read.ToArray().AsSpan().SequenceEqual(content).ShouldBeTrue();
        }

        // One stream of deflate from the header to the checksum, which readers of a single member need.
        using var deflate = new DeflateStream(new MemoryStream(file[10..^8]), CompressionMode.Decompress);
        var whole = new byte[length + 1];
        deflate.ReadAtLeast(whole, length + 1, throwOnEndOfStream: false).ShouldBe(length);
        whole.AsSpan(0, length).SequenceEqual(content).ShouldBeTrue();
        BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(file.Length - 4)).ShouldBe((uint)length);
        var damaged = (byte[])file.Clone();
        damaged[^5] ^= 1;
        using var wrong = new GZipStream(new MemoryStream(damaged), CompressionMode.Decompress);
        Should.Throw<InvalidDataException>(() => wrong.CopyTo(Stream.Null));
    }

    [Fact]
    public void Bytes_do_not_depend_on_how_the_content_is_handed_over()
    {
        var content = Content(4 * Block + 7);
        var file = Written(content, content.Length);
        foreach (var part in new[] { 999_983, Block, 3 * Block + 1 })
            Written(content, part).AsSpan().SequenceEqual(file).ShouldBeTrue($"{part}");
    }

    // What compresses and what doesn't, in whatever pieces and on however many cores.
    [Fact]
    public void Anything_is_read_again_and_its_bytes_do_not_depend_on_the_cores() =>
        Gen.Select(Gen.Int[0, 5 * Block], Gen.Int[0, 8], Gen.Int[1, 3 * Block], Gen.Int[1, 9], Gen.ULong)
            .Sample(
                (length, bits, part, blocks, seed) =>
                {
                    var random = new Random64(seed);
                    var content = new byte[length];
                    // Noise of so many bits; runs of it every so often.
                    for (var i = 0; i < length; i++)
                        content[i] = random.Next(64) == 0 && i >= 500 ? content[i - 500] : (byte)random.Next(1 << bits);
                    var file = Written(content, part, blocks);
                    using (var stream = ImageStream.Of(new MemoryStream(file)))
                        stream.ReadAll(length).AsSpan().SequenceEqual(content).ShouldBeTrue();
                    Written(content, Math.Max(1, length), blocks: 1).AsSpan().SequenceEqual(file).ShouldBeTrue();
                    // Members one after another are one content.
                    using var two = ImageStream.Of(new MemoryStream([.. file, .. file]));
                    var both = two.ReadAll(2L * length).AsSpan();
                    both[..length].SequenceEqual(content).ShouldBeTrue();
                    both[length..].SequenceEqual(content).ShouldBeTrue();
                    two.CountRest().ShouldBe(0);
                },
                iter: 12
            );

    [Fact]
    public void Compresses()
    {
        Written(new byte[3 * Block], Block).Length.ShouldBeLessThan(20_000);
        Written(Content(3 * Block), Block).Length.ShouldBeLessThan(2 * Block);
    }

    private static byte[] Content(int length)
    {
        var random = new Random64(7);
        var content = new byte[length];
        // Sixteen values, and now and then a run.
        for (var i = 0; i < length; i++)
            content[i] = i > 0 && random.Next(4) == 0 ? content[i - 1] : (byte)random.Next(16);
        return content;
    }

    private static byte[] Written(byte[] content, int part, int blocks = 0)
    {
        using var file = new MemoryStream();
        using (var writer = new GzipWriter(file, blocks))
            for (var i = 0; i < content.Length; i += part)
                writer.Write(content, i, Math.Min(part, content.Length - i));
        return file.ToArray();
    }
}
