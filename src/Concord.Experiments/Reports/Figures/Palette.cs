namespace Concord.Experiments.Reports.Figures;

/// <summary>The colours of strategies: those of Okabe and Ito, which colour-blind people tell apart, then others.</summary>
internal static class Palette
{
    private static readonly uint[] Colors =
    [
        0x0072B2,
        0x56B4E9,
        0xD55E00,
        0xE69F00,
        0x009E73,
        0x444444,
        0xCC79A7,
        0x7D5BA6,
        0x8C6D31,
        0x17BECF,
        0xF781BF,
        0x5E7F3A,
        0xB0413E,
        0x1F3A6E,
        0x999999,
        0xC5B000,
        0xFF8C69,
        0x4B0082,
        0x9ACD32,
        0x00574B,
    ];

    /// <summary>How many there are before they come again.</summary>
    public static int Count => Colors.Length;

    /// <summary>0xRRGGBB.</summary>
    public static uint Of(int i) => Colors[Math.Max(0, i) % Colors.Length];
}
