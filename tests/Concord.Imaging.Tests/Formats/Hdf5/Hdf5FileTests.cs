using System.Buffers.Binary;
using Concord.Imaging.Formats.Hdf5;

namespace Concord.Imaging.Tests.Formats.Hdf5;

/// <summary>Files that lie; those that tell the truth are read by <see cref="FormatFixtureTests"/>.</summary>
public sealed class Hdf5FileTests
{
    private const string Image = "minc-2.0/image/0/image";

    [Theory]
    [InlineData("minc2-earliest.mnc")]
    [InlineData("minc2-labels.mnc")]
    [InlineData("minc2-short-gz.mnc")]
    [InlineData("minc2-latest.mnc")]
    public void Finds_what_is_there_alone(string file)
    {
        var opened = Open(Bytes(file));
        var image = opened.Find(Image).ShouldNotBeNull();
        image.Shape.ShouldBe([3, 4, 5]);
        image.Attribute("dimorder").ShouldNotBeNull().Text.ShouldBe("zspace,yspace,xspace");
        image.Attribute("dimorde").ShouldBeNull();
        opened.Find("minc-2.0/image/1").ShouldBeNull();
        opened.Find("minc-2.0/dimensions/xspace/none").ShouldBeNull();
    }

    /// <summary>Two levels of the trees and several rows of the heap.</summary>
    [Fact]
    public void Finds_each_of_many_attributes_and_links()
    {
        var opened = Open(Bytes("minc2-labels.mnc"));
        var image = opened.Find(Image)!;
        for (var i = 0; i < 32; i++)
            image
                .Attribute($"attribute{i:00}")
                .ShouldNotBeNull()
                .Numbers.ShouldBe(Enumerable.Range(0, 20).Select(n => (double)n));
        for (var i = 0; i < 50; i++)
            opened.Find($"minc-2.0/dimensions/link{i:000}").ShouldNotBeNull();
    }

    [Fact]
    public void A_checksum_that_is_wrong_is_refused_wherever_it_stands()
    {
        var bytes = Bytes("minc2-labels.mnc");
        foreach (var name in new[] { "OHDR", "FRHP", "FHDB", "FHIB", "BTHD", "BTIN", "BTLF" })
        {
            var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name));
            at.ShouldBeGreaterThan(0, name);
            // All of them, as not each is looked at.
            var changed = (byte[])bytes.Clone();
            for (; at >= 0; at = Next(changed, at + 1, name))
                changed[at + 5] ^= 0x80;
            Refusal(() => ReadAll(Open(changed))).ShouldContain("checksum is wrong", customMessage: name);
        }

        bytes[0x1c] ^= 1;
        Refusal(() => Open(bytes)).ShouldContain("the checksum of its beginning is wrong");
    }

    [Fact]
    public void A_tree_that_leads_to_itself_is_refused()
    {
        var bytes = Bytes("minc2-earliest.mnc");
        var found = 0;
        for (var at = Next(bytes, 0, "TREE"); at >= 0; at = Next(bytes, at + 1, "TREE"))
        {
            if (bytes[at + 4] != 1)
                continue;
            bytes[at + 5] = 1;
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at + 24 + 8 + 32), at);
            found++;
        }

        found.ShouldBeGreaterThan(0);
        Refusal(() => ReadAll(Open(bytes))).ShouldContain("a tree is wrong");
    }

    /// <summary>With its checksum, so that nothing else tells.</summary>
    [Fact]
    public void A_node_that_is_twice_in_its_tree_is_refused()
    {
        const int Record = 11; // of links
        const int Pointer = 9;
        var bytes = Bytes("minc2-labels.mnc");
        var at = Next(bytes, 0, "BTIN");
        var count = Enumerable.Range(1, 20).First(n => Checksum(n) == Stored(n));
        bytes.AsSpan(at + 6 + count * Record, Pointer).CopyTo(bytes.AsSpan(at + 6 + count * Record + Pointer));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + End(count)), Checksum(count));
        Refusal(() => Open(bytes).Find("minc-2.0/dimensions/none")).ShouldContain("a tree is wrong");

        int End(int n) => 6 + n * Record + (n + 1) * Pointer;
        uint Checksum(int n) => Hdf5Checksum.Of(bytes.AsSpan(at, End(n)));
        uint Stored(int n) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + End(n)));
    }

    [Fact]
    public void A_shape_that_the_chunks_do_not_fill_is_refused_before_it_is_taken()
    {
        var bytes = Bytes("minc2-earliest.mnc");
        byte[] shape = [3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0];
        var at = bytes.AsSpan().IndexOf(shape);
        bytes[at + 2] = 10; // 655,363 slices
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(() => ReadAll(Open(bytes))).ShouldMatch("it holds 12 of the [0-9]+ chunks of an array");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void Links_by_name_are_named()
    {
        const int Entry = 40;
        var bytes = Bytes("minc2-earliest.mnc");
        for (var at = Next(bytes, 0, "SNOD"); at >= 0; at = Next(bytes, at + 1, "SNOD"))
        for (var i = 0; i < bytes[at + 6]; i++)
            bytes[at + 8 + i * Entry + 16] = 2;
        Should.Throw<Hdf5UnknownException>(() => Open(bytes).Find(Image)).Message.ShouldContain("links by name");
    }

    /// <summary>What would be the fill value says that the elements are elsewhere.</summary>
    [Fact]
    public void Elements_in_other_files_are_named()
    {
        var bytes = Bytes("minc2-earliest.mnc");
        byte[] fill = [5, 0, 8, 0];
        for (var at = bytes.AsSpan().IndexOf(fill); at >= 0; at = bytes.AsSpan().IndexOf(fill))
            bytes[at] = 7;
        Should.Throw<Hdf5UnknownException>(() => ReadAll(Open(bytes))).Message.ShouldContain("other files");
    }

    /// <summary>Whoever goes round in it comes to an end.</summary>
    [Fact]
    public void A_file_is_not_read_for_ever()
    {
        var bytes = Bytes("minc2-earliest.mnc");
        var file = Open(bytes);
        file.Read(0, bytes.Length).ShouldBe(bytes);
        Refusal(() =>
            {
                for (var i = 0; i < 1000; i++)
                    file.Read(0, bytes.Length);
            })
            .ShouldContain("lead back to themselves");
    }

    /// <summary>A group of which one block of messages says twice that it goes on in itself.</summary>
    [Fact]
    public void A_header_that_goes_on_in_itself_is_refused()
    {
        const int Root = 48;
        const int Block = Root + 31;
        byte[] start =
        [
            .. new byte[] { 0x89 },
            .. "HDF\r\n"u8,
            .. new byte[] { 0x1a, 0x0a, 2, 8, 8, 0 },
            .. Number(0),
            .. Number(-1),
            .. Number(Block + 48),
            .. Number(Root),
        ];
        byte[] goesOn = [0x10, 16, 0, 0, .. Number(Block), .. Number(48)];
        byte[] header = [.. "OHDR"u8, 2, 0, 20, .. goesOn];
        byte[] block = [.. "OCHK"u8, .. goesOn, .. goesOn];
        byte[] bytes = [.. Signed(start), .. Signed(header), .. Signed(block)];
        Refusal(() => Open(bytes)).ShouldContain("a header goes on nowhere");

        static byte[] Number(long value) => BitConverter.GetBytes(value);
        static byte[] Signed(byte[] part) => [.. part, .. BitConverter.GetBytes(Hdf5Checksum.Of(part))];
    }

    [Fact]
    public void Chunks_that_are_more_than_the_file_are_refused()
    {
        const int Key = 40;
        var bytes = Bytes("minc2-earliest.mnc");
        var tree = Enumerable.Range(0, bytes.Length).First(i => Next(bytes, i, "TREE") == i && bytes[i + 4] == 1);
        for (var i = 0; i < 12; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(tree + 24 + i * (Key + 8)), 2000);
        Refusal(() => ReadAll(Open(bytes))).ShouldContain("its chunks lie on each other");
    }

    [Theory]
    [InlineData("shuffle", 307, "filter 307")]
    [InlineData("deflate", 32004, "filter 32004")]
    public void What_packs_in_other_ways_is_named(string filter, int code, string expected)
    {
        var bytes = Bytes("minc2-earliest.mnc");
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(Next(bytes, 0, filter) - 8), (short)code);
        Should.Throw<Hdf5UnknownException>(() => ReadAll(Open(bytes))).Message.ShouldContain(expected);
    }

    [Fact]
    public void A_user_is_told_how_to_convert_what_is_not_read()
    {
        using var folder = new TemporaryFolder();
        var bytes = Bytes("minc2-earliest.mnc");
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(Next(bytes, 0, "deflate") - 8), 32004);
        var path = folder.File("a.mnc", bytes);
        Should
            .Throw<BadInputException>(() => ImageFile.Open(path))
            .Message.ShouldBe(
                $"{path}: its HDF5 uses filter 32004, which isn't read here (write it with the MINC tools, or by h5py with libver='v108')"
            );
    }

    [Fact]
    public void A_chunk_with_another_checksum_is_refused()
    {
        var bytes = Bytes("minc2-earliest.mnc");
        var tree = Enumerable.Range(0, bytes.Length).First(i => Next(bytes, i, "TREE") == i && bytes[i + 4] == 1);
        var (size, chunk) = (
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(tree + 24)),
            (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(tree + 24 + 40))
        );
        bytes[chunk + size - 1] ^= 1; // Fletcher's checksum comes last
        Refusal(() => ReadAll(Open(bytes))).ShouldContain("the checksum of a chunk is wrong");
    }

    /// <summary>Sums that HDF5 keeps at 65535, where division would leave 0.</summary>
    [Fact]
    public void Chunks_of_ones_have_the_checksum_that_the_library_gives_them()
    {
        var image = Open(Bytes("minc2-ones.mnc")).Find(Image).ShouldNotBeNull();
        image.ReadData().ShouldBe(Enumerable.Repeat((byte)0xFF, 60));
    }

    private static byte[] Bytes(string file) => File.ReadAllBytes(Fixtures.OtherPath(file));

    private static Hdf5File Open(byte[] bytes) => Hdf5File.Open(new MemoryStream(bytes));

    private static void ReadAll(Hdf5File file)
    {
        var image = file.Find(Image) ?? throw new InvalidOperationException("no image");
        file.Find("minc-2.0/dimensions/link049");
        image.Attribute("attribute31");
        image.Attribute("dimorder");
        image.ReadData();
    }

    private static string Refusal(Action read) => Should.Throw<FormatException>(read).Message;

    private static int Next(byte[] bytes, int from, string name) =>
        bytes.AsSpan(from).IndexOf(System.Text.Encoding.ASCII.GetBytes(name)) is var at and >= 0 ? from + at : -1;
}
