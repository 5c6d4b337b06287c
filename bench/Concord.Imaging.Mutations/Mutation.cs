using System.Globalization;
using System.Text;

namespace Concord.Imaging.Mutations;

/// <summary>Damages a file in one of the ways in which files are damaged, or made to harm.</summary>
internal static class Mutation
{
    // What headers are most often wrong by.
    private static readonly byte[] Bytes = [0, 1, 0x7F, 0x80, 0xFF];

    private static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1e308",
        "nan",
        "inf",
        "2147483647",
        "4294967296",
        "99999999999999999999",
        "65536",
        "0.0000001",
        "",
        "x",
    ];

    /// <summary>A damaged copy.</summary>
    /// <param name="whole">What is damaged.</param>
    /// <param name="seed">How.</param>
    public static byte[] Of(byte[] whole, ulong seed)
    {
        var random = new Random64(seed);
        // Mostly the header, where damage does most.
        var reach = random.Next(4) == 0 ? whole.Length : Math.Min(whole.Length, 1024);
        var bytes = (byte[])whole.Clone();
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(whole.Length)];
            case 1:
                for (var n = 1 + random.Next(4); n > 0; n--)
                    bytes[random.Next(reach)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                for (var n = 1 + random.Next(4); n > 0; n--)
                    bytes[random.Next(reach)] = Bytes[random.Next(Bytes.Length)];
                return bytes;
            case 3:
                var value = BitConverter.GetBytes(random.NextUInt64());
                var at = random.Next(reach);
                value.AsSpan(0, Math.Min(1 << random.Next(4), bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                return bytes;
            case 4:
                var (from, to) = (random.Next(reach), random.Next(reach));
                var moved = Math.Min(1 + random.Next(64), bytes.Length - Math.Max(from, to));
                whole.AsSpan(from, moved).CopyTo(bytes.AsSpan(to));
                return bytes;
            default:
                return Text(bytes, reach, ref random);
        }
    }

    // Another number in place of one, in headers of text.
    private static byte[] Text(byte[] bytes, int reach, ref Random64 random)
    {
        var start = random.Next(reach);
        while (start < reach && !char.IsAsciiDigit((char)bytes[start]))
            start++;
        var end = start;
        while (end < bytes.Length && (char.IsAsciiDigit((char)bytes[end]) || bytes[end] == '.'))
            end++;
        var number =
            random.Next(2) == 0
                ? Numbers[random.Next(Numbers.Length)]
                : random.Next(1 << 30).ToString(CultureInfo.InvariantCulture);
        return [.. bytes[..start], .. Encoding.ASCII.GetBytes(number), .. bytes[end..]];
    }
}
