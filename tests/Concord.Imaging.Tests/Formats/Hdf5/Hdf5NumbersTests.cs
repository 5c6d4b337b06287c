using System.Buffers.Binary;
using Concord.Imaging.Formats.Hdf5;

namespace Concord.Imaging.Tests.Formats.Hdf5;

public sealed class Hdf5NumbersTests
{
    [Theory]
    [InlineData(1, false, 0xFE, 254.0)]
    [InlineData(1, true, 0xFE, -2.0)]
    [InlineData(2, false, 0xFFFE, 65534.0)]
    [InlineData(2, true, 0xFFFE, -2.0)]
    [InlineData(4, false, 0xFFFFFFFE, 4294967294.0)]
    [InlineData(4, true, 0xFFFFFFFE, -2.0)]
    [InlineData(8, true, -2, -2.0)]
    public void Whole_numbers_have_a_sign_or_none(int bytes, bool isSigned, long bits, double expected)
    {
        var little = BitConverter.GetBytes(bits)[..bytes];
        Hdf5Numbers.ToDouble(new(Hdf5Kind.Whole, bytes, isSigned, false), little).ShouldBe([expected]);
        Hdf5Numbers.ToDouble(new(Hdf5Kind.Whole, bytes, isSigned, true), [.. little.Reverse()]).ShouldBe([expected]);
    }

    [Fact]
    public void Real_numbers_come_in_two_lengths_and_either_order()
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, -1.25);
        Hdf5Numbers.ToDouble(new(Hdf5Kind.Real, 8, true, true), bytes).ShouldBe([-1.25]);
        BinaryPrimitives.WriteSingleLittleEndian(bytes, 3.5f);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4), -0.5f);
        Hdf5Numbers.ToDouble(new(Hdf5Kind.Real, 4, true, false), bytes).ShouldBe([3.5, -0.5]);
    }

    [Fact]
    public void Text_holds_no_numbers() =>
        Hdf5Numbers.ToDouble(new(Hdf5Kind.Text, 4, false, false), "1234"u8).ShouldBeEmpty();
}
