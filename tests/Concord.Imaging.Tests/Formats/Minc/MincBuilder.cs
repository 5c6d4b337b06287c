using System.Buffers.Binary;
using System.Text;

namespace Concord.Imaging.Tests.Formats.Minc;

/// <summary>
/// Writes small netCDF files of the classic format as the specification has them, so that tests can have any MINC file.
/// </summary>
internal sealed class MincBuilder
{
    public const int Byte = 1;
    public const int Char = 2;
    public const int Int16 = 3;
    public const int Int32 = 4;
    public const int Float32 = 5;
    public const int Float64 = 6;

    private readonly List<(string Name, int Length)> _dimensions = [];
    private readonly List<(
        string Name,
        string[] Dimensions,
        List<(string, int, double[])> Attributes,
        int Type,
        byte[] Data
    )> _variables = [];

    /// <summary>1 or 2: whether offsets have 32 or 64 bits.</summary>
    public byte Version { get; init; } = 1;

    /// <summary>The dimension that is the record dimension, if any; it must be the first of its variables.</summary>
    public string? Record { get; init; }

    public MincBuilder Dimension(string name, int length)
    {
        _dimensions.Add((name, length));
        return this;
    }

    public MincBuilder Variable(
        string name,
        string[] dimensions,
        int type,
        double[] values,
        params (string Name, object Value)[] attributes
    )
    {
        var list = attributes
            .Select(a =>
                a.Value is string text
                    ? (a.Name, Char, text.Select(c => (double)c).ToArray())
                    : (a.Name, Float64, (double[])a.Value)
            )
            .ToList();
        _variables.Add((name, dimensions, list, type, Encode(type, values)));
        return this;
    }

    /// <summary>A spatial dimension and the variable that says where it lies.</summary>
    public MincBuilder Space(string name, int length, double start, double step, double[]? cosines = null)
    {
        List<(string, object)> attributes =
        [
            ("varid", "MINC standard variable"),
            ("spacing", "regular__"),
            ("start", new[] { start }),
            ("step", new[] { step }),
        ];
        if (cosines is not null)
            attributes.Add(("direction_cosines", cosines));
        return Dimension(name, length).Variable(name, [], Int32, [0], [.. attributes]);
    }

    public byte[] Build()
    {
        // Offsets depend on the header's length, which doesn't depend on them.
        var offsets = new long[_variables.Count];
        var length = Header(offsets).Length;
        var inRecords = _variables.Where(IsRecord).ToList();
        var recordBytes = inRecords.Count == 1 ? PartBytes(inRecords[0]) : inRecords.Sum(v => Padded(PartBytes(v)));
        long at = length;
        foreach (var (variable, i) in _variables.Select((v, i) => (v, i)).OrderBy(v => IsRecord(v.v)))
        {
            offsets[i] = at;
            at += Padded(PartBytes(variable));
        }

        var firstRecord = at - inRecords.Sum(v => Padded(PartBytes(v)));
        var end = inRecords.Count > 0 ? firstRecord + Records * recordBytes : at;
        var file = new byte[end];
        Header(offsets).CopyTo(file, 0);
        for (var i = 0; i < offsets.Length; i++)
        {
            var bytes = PartBytes(_variables[i]);
            for (var part = 0; part * bytes < _variables[i].Data.Length; part++)
                _variables[i]
                    .Data.AsSpan(part * bytes, bytes)
                    .CopyTo(file.AsSpan((int)(offsets[i] + part * recordBytes)));
        }

        return file;
    }

    private int Records => _dimensions.FirstOrDefault(d => d.Name == Record).Length;

    private bool IsRecord((string, string[] Dimensions, List<(string, int, double[])>, int, byte[]) variable) =>
        Record is not null && variable.Dimensions.FirstOrDefault() == Record;

    private int PartBytes((string, string[], List<(string, int, double[])>, int, byte[] Data) variable) =>
        IsRecord(variable) ? variable.Data.Length / Records : variable.Data.Length;

    private byte[] Header(long[] offsets)
    {
        var bytes = new List<byte>([.. "CDF"u8, Version]);
        Int(Records);
        Int(0x0A);
        Int(_dimensions.Count);
        foreach (var (name, length) in _dimensions)
        {
            Name(name);
            Int(name == Record ? 0 : length);
        }

        Attributes([("history", Char, [.. "made by a test".Select(c => (double)c)])]);
        Int(0x0B);
        Int(_variables.Count);
        for (var i = 0; i < _variables.Count; i++)
        {
            var (name, dimensions, attributes, type, _) = _variables[i];
            Name(name);
            Int(dimensions.Length);
            foreach (var dimension in dimensions)
                Int(_dimensions.FindIndex(d => d.Name == dimension));
            Attributes(attributes);
            Int(type);
            Int(Padded(PartBytes(_variables[i])));
            if (Version == 2)
                Int((int)(offsets[i] >> 32));
            Int((int)offsets[i]);
        }

        return [.. bytes];

        void Int(int value)
        {
            var four = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(four, value);
            bytes.AddRange(four);
        }

        void Pad()
        {
            while (bytes.Count % 4 != 0)
                bytes.Add(0);
        }

        void Name(string name)
        {
            Int(name.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(name));
            Pad();
        }

        void Attributes(List<(string Name, int Type, double[] Values)> attributes)
        {
            Int(attributes.Count == 0 ? 0 : 0x0C);
            Int(attributes.Count);
            foreach (var (name, type, values) in attributes)
            {
                Name(name);
                Int(type);
                Int(values.Length);
                bytes.AddRange(Encode(type, values));
                Pad();
            }
        }
    }

    private static int Padded(int bytes) => (bytes + 3) / 4 * 4;

    private static byte[] Encode(int type, double[] values)
    {
        var size = type switch
        {
            Byte or Char => 1,
            Int16 => 2,
            Float64 => 8,
            _ => 4,
        };
        var bytes = new byte[size * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var at = bytes.AsSpan(i * size);
            switch (type)
            {
                case Int16:
                    BinaryPrimitives.WriteInt16BigEndian(at, unchecked((short)(int)values[i]));
                    break;
                case Int32:
                    BinaryPrimitives.WriteInt32BigEndian(at, unchecked((int)(long)values[i]));
                    break;
                case Float32:
                    BinaryPrimitives.WriteSingleBigEndian(at, (float)values[i]);
                    break;
                case Float64:
                    BinaryPrimitives.WriteDoubleBigEndian(at, values[i]);
                    break;
                default:
                    at[0] = unchecked((byte)(int)values[i]);
                    break;
            }
        }

        return bytes;
    }
}
