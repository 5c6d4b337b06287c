using System.Text;

namespace Concord.Imaging.Formats.Hdf5;

/// <summary>A value beside an object.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Data">They, as stored.</param>
internal sealed record Hdf5Attribute(string Name, Hdf5Type Type, int Count, ReadOnlyMemory<byte> Data)
{
    private const int MaxBytes = 1 << 24;
    private Hdf5File? _file;

    /// <summary>The text; of several, the first. Null if it isn't text.</summary>
    public string? Text =>
        Type.Kind switch
        {
            _ when Count < 1 => null,
            Hdf5Kind.Text => ToText(Data.Span[..Type.Bytes]),
            Hdf5Kind.TextElsewhere => ToText(Hdf5GlobalHeap.Read(_file!, Data[..Type.Bytes]).Span),
            _ => null,
        };

    /// <summary>The numbers; none if it holds something else.</summary>
    public double[] Numbers => Hdf5Numbers.ToDouble(Type, Data.Span);

    /// <summary>Reads what a message says.</summary>
    /// <param name="owner">Beside what the attribute stands.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static Hdf5Attribute Read(Hdf5Object owner, Hdf5Cursor message)
    {
        var (version, flags) = (message.Byte(), message.Byte());
        if (version is < 1 or > 3)
            throw Hdf5File.Damaged("an attribute is wrong");
        var (nameBytes, typeBytes, shapeBytes) = (message.Word(), message.Word(), message.Word());
        message.Skip(version == 3 ? 1 : 0); // how the name is written: ASCII is UTF-8
        var name = ToText(Take(nameBytes).Span);
        var typeBody = Take(typeBytes);
        var shapeBody = Take(shapeBytes);
        var type = Hdf5Type.Read(Body(Hdf5Message.Type, typeBody, version > 1 && (flags & 1) != 0));
        var shape = Hdf5Shape.Read(Body(Hdf5Message.Shape, shapeBody, version > 1 && (flags & 2) != 0));
        var count = Hdf5Shape.Count(shape);
        if (count > MaxBytes / type.Bytes)
            throw Hdf5File.Damaged("an attribute is absurdly long");
        return new(name, type, (int)count, message.Take(count * type.Bytes)) { _file = owner.File };

        // In the first version everything is padded to 8 bytes.
        ReadOnlyMemory<byte> Take(int count)
        {
            var taken = message.Take(count);
            message.Skip(version == 1 ? -count & 7 : 0);
            return taken;
        }

        Hdf5Cursor Body(Hdf5Message kind, ReadOnlyMemory<byte> body, bool isElsewhere) =>
            isElsewhere ? owner.Elsewhere(kind, body) : new Hdf5Cursor(body);
    }

    private static string ToText(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is var end and >= 0 ? bytes[..end] : bytes).TrimEnd(' ');
}
