using System.Buffers.Binary;
using Concord.Imaging.Formats;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats;

// Voxels are converted in blocks, on all cores: against one voxel at a time, over the borders of blocks.
public sealed class VoxelDecoderTests : IDisposable
{
    private static readonly Gen<int> Lengths = Gen.OneOf<int>(
        Gen.Int[1, 300],
        Gen.Int[65_530, 65_540],
        Gen.Int[131_070, 131_075],
        Gen.Int[262_140, 262_150],
        Gen.Int[524_280, 524_300]
    );

    private static readonly Gen<(double Slope, double Intercept)> Scales = Gen.OneOf<(double Slope, double Intercept)>(
        Gen.Const((Slope: 1.0, Intercept: 0.0)),
        Gen.Select(
            Gen.Double[-3, 3],
            Gen.Double[-1000, 1000],
            (slope, intercept) => (Slope: slope, Intercept: intercept)
        )
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_in_either_byte_order_becomes_what_one_voxel_at_a_time_becomes() =>
        Gen.Select(Gen.Enum<VoxelType>(), Gen.Bool, Scales, Lengths, Gen.ULong)
            .Sample(
                (type, isBig, scale, length, seed) =>
                {
                    var data = Stored(type, isBig, length, seed);
                    var expected = new double[length];
                    var bytes = VoxelTypes.Bytes(type);
                    for (var i = 0; i < length; i++)
                        expected[i] = One(type, data.AsSpan(i * bytes, bytes), isBig);
                    var (singles, doubles) = (new float[length], new double[length]);
                    VoxelDecoder.ToDouble(data, type, isBig, doubles);
                    doubles.AsSpan().SequenceEqual(expected).ShouldBeTrue();
                    VoxelDecoder.ToScaledSingle(data, new(type, isBig, scale.Slope, scale.Intercept), singles);
                    singles
                        .AsSpan()
                        .SequenceEqual(Array.ConvertAll(expected, v => (float)(v * scale.Slope + scale.Intercept)))
                        .ShouldBeTrue();
                },
                iter: 150
            );

    [Fact]
    public void A_file_gives_its_intensities_and_labels_whatever_its_length_type_and_scale() =>
        Gen.Select(
                Gen.OneOf<VoxelType>(VoxelType.UInt8, VoxelType.Int16, VoxelType.Int32, VoxelType.Float32),
                Gen.Bool,
                Gen.OneOf<(float Slope, float Intercept)>((1, 0), (0.5f, -3), (2, 7)),
                Lengths,
                Gen.ULong
            )
            .Sample(
                (type, isBig, scale, length, seed) =>
                {
                    var data = Whole(type, isBig, length, seed, out var values);
                    var path = _folder.File($"{Guid.NewGuid()}.nii", File(type, isBig, scale, values.Length, data));
                    var image = NiftiReader.Read(path);
                    var expected = Array.ConvertAll(values, v => (double)v * scale.Slope + scale.Intercept);
                    var intensities = image.ToIntensities().Voxels;
                    intensities.Length.ShouldBe(expected.Length);
                    for (var i = 0; i < expected.Length; i++)
                        if (intensities[i] != (float)expected[i])
                            Assert.Fail($"Voxel {i} of {length}: {intensities[i]}, not {expected[i]}.");
                    var wrong = expected.Count(v => v != Math.Floor(v));
                    if (wrong > 0)
                    {
                        var first = expected.First(v => v != Math.Floor(v));
                        Should
                            .Throw<BadInputException>(() => image.ToLabels())
                            .Problem.ShouldBe($"{wrong} voxels are not label numbers (such as {first})");
                        return;
                    }

                    image.ToLabels().Voxels.ShouldBe(Array.ConvertAll(expected, v => (int)v));
                },
                iter: 60
            );

    // Longer than the blocks that are swapped: what is written in a template's byte order is read again.
    [Fact]
    public void Voxels_are_written_in_the_templates_byte_order()
    {
        var data = Whole(VoxelType.Int16, isBigEndian: true, (1 << 20) + 77, seed: 3, out var values);
        var bytes = File(VoxelType.Int16, isBigEndian: true, (1, 0), values.Length, data);
        var template = NiftiReader.Read(_folder.File("a.nii", bytes));
        var volume = new Volume<short>(template.Geometry, Array.ConvertAll(values, v => (short)v));
        NiftiWriter.Write(_folder.File("b.nii"), volume, template);
        System.IO.File.ReadAllBytes(_folder.File("b.nii")).AsSpan(352).SequenceEqual(data).ShouldBeTrue();
    }

    private static byte[] File(
        VoxelType type,
        bool isBigEndian,
        (float Slope, float Intercept) scale,
        int length,
        byte[] data
    )
    {
        var file = new byte[352 + data.Length];
        Int32(0, 348);
        short[] dims = [3, (short)Math.Min(length, 30_000), (short)((length + 29_999) / 30_000), 1, 1, 1, 1, 1];
        for (var i = 0; i < dims.Length; i++)
            Int16(40 + 2 * i, dims[i]);
        Int16(70, (short)type);
        Int16(72, (short)(8 * VoxelTypes.Bytes(type)));
        for (var i = 0; i < 4; i++)
            Single(76 + 4 * i, 1);
        Single(108, 352);
        Single(112, scale.Slope);
        Single(116, scale.Intercept);
        Int16(254, 1);
        for (var axis = 0; axis < 3; axis++)
            Single(280 + 16 * axis + 4 * axis, 1);
        "n+1\0"u8.CopyTo(file.AsSpan(344));
        data.CopyTo(file, 352);
        return file;

        void Int16(int at, short value)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteInt16BigEndian(file.AsSpan(at), value);
            else
                BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value);
        }

        void Int32(int at, int value)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), value);
            else
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        }

        void Single(int at, float value) => Int32(at, BitConverter.SingleToInt32Bits(value));
    }

    // Any bits for integers; finite numbers for the others.
    private static byte[] Stored(VoxelType type, bool isBigEndian, int length, ulong seed)
    {
        var random = new Random64(seed);
        var bytes = VoxelTypes.Bytes(type);
        var data = new byte[length * bytes];
        for (var i = 0; i < data.Length; i++)
            data[i] = (byte)random.Next(256);
        for (var i = 0; i < length; i++)
            if (type == VoxelType.Float32)
                Write(
                    data.AsSpan(4 * i),
                    BitConverter.SingleToInt32Bits((float)(random.NextNormal() * 1e4)),
                    isBigEndian
                );
            else if (type == VoxelType.Float64)
                Write(data.AsSpan(8 * i), BitConverter.DoubleToInt64Bits(random.NextNormal() * 1e4), isBigEndian);
        return data;
    }

    // Whole numbers that every type holds.
    private static byte[] Whole(VoxelType type, bool isBigEndian, int length, ulong seed, out int[] values)
    {
        var random = new Random64(seed);
        var bytes = VoxelTypes.Bytes(type);
        // As many as rows of a file have.
        length = length <= 30_000 ? length : (length + 29_999) / 30_000 * 30_000;
        var data = new byte[length * bytes];
        values = new int[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = random.Next(200);
            var place = data.AsSpan(i * bytes);
            if (bytes == 1)
                place[0] = (byte)values[i];
            else if (bytes == 2 && isBigEndian)
                BinaryPrimitives.WriteInt16BigEndian(place, (short)values[i]);
            else if (bytes == 2)
                BinaryPrimitives.WriteInt16LittleEndian(place, (short)values[i]);
            else
                Write(
                    place,
                    type == VoxelType.Float32 ? BitConverter.SingleToInt32Bits(values[i]) : values[i],
                    isBigEndian
                );
        }

        return data;
    }

    private static void Write(Span<byte> place, int value, bool isBigEndian)
    {
        if (isBigEndian)
            BinaryPrimitives.WriteInt32BigEndian(place, value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(place, value);
    }

    private static void Write(Span<byte> place, long value, bool isBigEndian)
    {
        if (isBigEndian)
            BinaryPrimitives.WriteInt64BigEndian(place, value);
        else
            BinaryPrimitives.WriteInt64LittleEndian(place, value);
    }

    private static double One(VoxelType type, ReadOnlySpan<byte> stored, bool isBigEndian)
    {
        Span<byte> little = stackalloc byte[stored.Length];
        stored.CopyTo(little);
        if (isBigEndian)
            little.Reverse();
        return type switch
        {
            VoxelType.UInt8 => little[0],
            VoxelType.Int8 => (sbyte)little[0],
            VoxelType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(little),
            VoxelType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(little),
            VoxelType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(little),
            VoxelType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(little),
            VoxelType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(little),
            VoxelType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(little),
            VoxelType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(little),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(little),
        };
    }
}
